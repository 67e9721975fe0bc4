package io.sharedconfig.publish;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the modes of files were at every moment, by what {@code strace} saw of a process
 * whose umask is 0.
 */
final class TracedModes {

	static final String CALLS = "open,openat,openat2,creat,mkdir,mkdirat,mknod,mknodat,chmod,fchmod,fchmodat,chown,lchown,"
			+ "fchown,fchownat,rename,renameat,renameat2,link,linkat,unlink,unlinkat,rmdir";

	private static final Pattern CALL = Pattern.compile("^\\d+ +(\\w+)\\((.*)\\) += (.*)$");

	private static final Pattern UNFINISHED = Pattern.compile("^(\\d+) +(.*) <unfinished \\.\\.\\.>$");

	private static final Pattern RESUMED = Pattern.compile("^(\\d+) +<\\.\\.\\. \\w+ resumed>(.*)$");

	private static final Pattern PATH = Pattern.compile("\"([^\"]*)\"|\\d+<([^>]*)>");

	private static final Pattern MODE = Pattern.compile("(?:^|, )0([0-7]*)(?:,|$)");

	private final String directory;

	private final BiPredicate<String, Integer> allowed;

	private final Map<String, Integer> modes = new HashMap<>();

	private final Map<String, String> unfinished = new HashMap<>();

	private final Set<String> paths = new TreeSet<>();

	private final List<String> wrong = new ArrayList<>();

	/**
	 * Create an empty trace.
	 * @param directory where the files are
	 * @param allowed whether a path may have a mode
	 */
	TracedModes(String directory, BiPredicate<String, Integer> allowed) {
		this.directory = directory;
		this.allowed = allowed;
	}

	Set<String> paths() {
		return this.paths;
	}

	List<String> wrong() {
		return this.wrong;
	}

	void add(String line) {
		Matcher begun = UNFINISHED.matcher(line);
		Matcher resumed = RESUMED.matcher(line);
		if (begun.matches()) {
			this.unfinished.put(begun.group(1), line.substring(0, line.lastIndexOf(" <unfinished")));
		}
		else if (resumed.matches()) {
			addWhole(this.unfinished.remove(resumed.group(1)) + resumed.group(2));
		}
		else {
			addWhole(line);
		}
	}

	private void addWhole(String line) {
		Matcher call = CALL.matcher(line);
		if (!call.matches() || call.group(3).startsWith("-1") || !line.contains(this.directory)) {
			return;
		}
		List<String> named = new ArrayList<>();
		for (Matcher path = PATH.matcher(call.group(2)); path.find();) {
			named.add((path.group(1) != null) ? path.group(1) : path.group(2));
		}
		named.removeIf((path) -> !path.startsWith(this.directory));
		if (!named.isEmpty()) {
			apply(call.group(1), call.group(2), named, line);
		}
	}

	private void apply(String call, String arguments, List<String> named, String line) {
		String path = named.get(0);
		switch (call.replaceAll("at2?$", "")) {
			case "open", "creat", "mkdir", "mknod" -> {
				if (arguments.contains("O_CREAT") || !call.startsWith("open")) {
					this.modes.computeIfAbsent(path, (created) -> judge(created, mode(arguments, line), line));
				}
			}
			case "chmod", "fchmod" -> this.modes.put(path, judge(path, mode(arguments, line), line));
			case "chown", "lchown", "fchown" -> {
				if ((this.modes.getOrDefault(path, 0) & 0077) != 0) {
					this.wrong.add("let in before it had its group: " + line);
				}
			}
			case "rename", "link" -> {
				Integer mode = (call.startsWith("rename")) ? this.modes.remove(path) : this.modes.get(path);
				if (mode != null) {
					this.modes.put(named.get(1), judge(named.get(1), mode, line));
				}
			}
			default -> this.modes.remove(path);
		}
	}

	private int mode(String arguments, String line) {
		Matcher mode = MODE.matcher(arguments);
		if (!mode.find()) {
			this.wrong.add("no mode: " + line);
			return 0;
		}
		return Integer.parseInt("0" + mode.group(1), 8);
	}

	private int judge(String path, int mode, String line) {
		this.paths.add(path);
		if (!this.allowed.test(path, mode)) {
			this.wrong.add(line);
		}
		return mode;
	}

}
