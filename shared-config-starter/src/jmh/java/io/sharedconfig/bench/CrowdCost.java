package io.sharedconfig.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures what 1, 10 and 100 followers of 10,000 properties cost: memory, the processor
 * while nothing changes and at ten changes a second, and what they cost their master.
 * Beside them an application without the starter, and a file that is watched or polled.
 * <p>
 * All wait at the same time, for several windows; then each has some changes for itself,
 * in turn, and again. Several followers of one process are as many as of as many
 * processes: each polls and applies for itself. Two applications without the starter show
 * how far apart two of the same are.
 */
public final class CrowdCost {

	private static final int PROPERTIES = 10_000;

	private static final long SETTLE_NANOS = 30_000_000_000L;

	private static final int WINDOWS = 5;

	private static final long WINDOW_NANOS = 20_000_000_000L;

	private static final String OWN_THREADS = "shared-config";

	private static final int WARM_UP = 20_000;

	private static final int ROUNDS = 5;

	private static final int CHANGES = 10;

	private static final long CHANGE_NANOS = 100_000_000L;

	private static final List<String> OPTIONS = List.of("-Xmx1g", "-XX:+UseSerialGC",
			// a thread that ends takes along what is known of it
			"-XX:-UseDynamicNumberOfCompilerThreads", "-XX:-UseDynamicNumberOfGCThreads");

	private final List<Group> groups = new ArrayList<>();

	private CrowdCost() {
	}

	/**
	 * Measure and print a table.
	 * @param args not used
	 * @throws IOException if a measurement fails
	 */
	public static void main(String[] args) throws IOException {
		CrowdCost crowd = new CrowdCost();
		try {
			crowd.run();
		}
		finally {
			crowd.groups.forEach(Group::close);
		}
	}

	private void run() throws IOException {
		this.groups.add(Group.of("nothing", "none", 1, 1, true));
		for (int followers : new int[] { 1, 10, 100 }) {
			this.groups.add(Group.of("%d in 1 process".formatted(followers), "followed", 1, followers, true));
		}
		this.groups.add(Group.of("10 in 10 processes", "followed", 10, 1, true));
		this.groups.add(Group.of("100 in 1 process, doorbell off", "followed", 1, 100, false));
		this.groups.add(Group.of("file, renamed and watched", "watched", 1, 1, true));
		this.groups.add(Group.of("file, renamed and polled", "polled", 1, 1, true));
		this.groups.add(Group.application("application without the starter"));
		this.groups.add(Group.application("another one"));
		this.groups.add(Group.application("application", true));
		this.groups.add(Group.application("application, doorbell off", false));
		for (Group group : this.groups) {
			group.awaitStarted();
		}
		LockSupport.parkNanos(SETTLE_NANOS);
		for (int window = 0; window < WINDOWS; window++) {
			idle();
		}
		warmUp();
		for (int round = 0; round < ROUNDS; round++) {
			for (Group group : this.groups) {
				group.changing();
			}
		}
		// of followers that have taken changes: what these need is kept from one to the next
		for (Group group : this.groups) {
			group.readMemory();
		}
		System.out.printf("%nFollowers of %,d properties. Processor time as %% of one core: idle, the median of %d"
				+ " windows of %d s, the least and the most; and at %d changes of one key a second.%n"
				+ "Memory: heap in use, and share of the system's memory.%n%n", PROPERTIES, WINDOWS,
				WINDOW_NANOS / 1_000_000_000, 1_000_000_000 / CHANGE_NANOS);
		Table table = new Table("followers", "idle %", "least", "most", "own threads", "changing %", "heap MiB", "share MiB",
				"publish us, median", "p90");
		this.groups.forEach((group) -> group.addTo(table));
		table.print();
	}

	private void idle() throws IOException {
		for (Group group : this.groups) {
			group.idleNanos = -group.cpuNanos();
			group.ownNanos = -group.ownCpuNanos();
		}
		LockSupport.parkNanos(WINDOW_NANOS);
		for (Group group : this.groups) {
			group.idle.add(group.idleNanos + group.cpuNanos());
			group.own.add(group.ownNanos + group.ownCpuNanos());
		}
	}

	/*
	 * Else the master of the last group is faster than that of the first one.
	 */
	private static void warmUp() {
		try (Scene scene = Scene.publish(Map.of("count", 0))) {
			for (int i = 1; i <= WARM_UP; i++) {
				scene.publisher().change().set("count", i).publish();
			}
		}
	}

	/**
	 * The processes that follow one configuration.
	 */
	private static final class Group implements AutoCloseable {

		private final String name;

		private final Scene scene;

		private final List<OtherProcess> processes = new ArrayList<>();

		private final Map<String, Object> document = new LinkedHashMap<>(new Content(PROPERTIES - 1).tree());

		private final ByHand byHand;

		private final boolean file;

		private final boolean asks;

		private final boolean follows;

		private final Times publishes = new Times();

		private final Times idle = new Times();

		private final Times own = new Times();

		private long idleNanos;

		private long ownNanos;

		private int count;

		private long changingNanos;

		private long changingCpuNanos;

		private double heapMib;

		private double shareMib;

		private Group(String name, boolean file, boolean asks, boolean follows) throws IOException {
			this.name = name;
			this.file = file;
			this.asks = asks;
			this.follows = follows;
			this.document.put("count", 0);
			this.scene = Scene.publish(this.document);
			this.byHand = new ByHand(this.scene.directory());
			this.byHand.write(this.document);
		}

		static Group of(String name, String how, int processes, int followers, boolean doorbell) throws IOException {
			Group group = new Group(name, how.equals("watched") || how.equals("polled"), true, !how.equals("none"));
			for (int i = 0; i < processes; i++) {
				group.processes.add(OtherProcess.start(OPTIONS, ClassPath.withoutSpring(), CrowdMember.class, how,
						group.scene.directory(), followers, doorbell));
			}
			return group;
		}

		static Group application(String name) throws IOException {
			Group group = new Group(name, false, false, false);
			group.processes.add(OtherProcess.start(OPTIONS, ClassPath.withoutStarter(), StartedApplication.class, ""));
			return group;
		}

		static Group application(String name, boolean doorbell) throws IOException {
			Group group = new Group(name, false, false, true);
			List<Object> arguments = new ArrayList<>(List.of("count"));
			arguments.addAll(List.of(group.scene.arguments("--logging.level.root=warn",
					"--shared-config.follower.doorbell=" + (doorbell ? "auto" : "off"))));
			group.processes.add(OtherProcess.start(OPTIONS, ClassPath.withStarter(), StartedApplication.class,
					arguments.toArray()));
			return group;
		}

		void awaitStarted() throws IOException {
			for (OtherProcess process : this.processes) {
				process.await("started");
			}
		}

		long cpuNanos() throws IOException {
			long nanos = 0;
			for (OtherProcess process : this.processes) {
				nanos += process.cpuNanos();
			}
			return nanos;
		}

		long ownCpuNanos() throws IOException {
			long nanos = 0;
			for (OtherProcess process : this.processes) {
				nanos += process.cpuNanosOf(OWN_THREADS);
			}
			return nanos;
		}

		void readMemory() throws IOException {
			long heap = 0;
			long share = 0;
			for (OtherProcess process : this.processes) {
				if (this.asks) {
					process.tell("state");
					heap += Long.parseLong(process.await("state").split(" ")[1]);
				}
				share += process.memoryKib();
			}
			this.heapMib = (this.asks) ? heap / 1048576.0 : Double.NaN;
			this.shareMib = share / 1024.0;
		}

		void changing() throws IOException {
			if (!this.follows) {
				return;
			}
			long before = cpuNanos();
			long begin = System.nanoTime();
			for (int i = 1; i <= CHANGES; i++) {
				long next = begin + i * CHANGE_NANOS;
				while (next - System.nanoTime() > 0) {
					LockSupport.parkNanos(next - System.nanoTime());
				}
				long calledAt = System.nanoTime();
				change(++this.count);
				this.publishes.add(System.nanoTime() - calledAt);
			}
			LockSupport.parkNanos(CHANGE_NANOS);
			this.changingCpuNanos += cpuNanos() - before;
			this.changingNanos += System.nanoTime() - begin;
			if (this.asks && !this.file) {
				awaitVersion();
			}
		}

		private void change(int count) throws IOException {
			if (this.file) {
				this.document.put("count", count);
				this.byHand.write(this.document);
			}
			else {
				this.scene.publisher().change().set("count", count).publish();
			}
		}

		private void awaitVersion() throws IOException {
			for (OtherProcess process : this.processes) {
				long version;
				do {
					process.tell("state");
					version = Long.parseLong(process.await("state").split(" ")[0]);
				}
				while (version < this.scene.publisher().current().version());
			}
		}

		private Object own() {
			return "%.3f".formatted(this.own.medianMicros() * 1e5 / WINDOW_NANOS);
		}

		void addTo(Table table) {
			double window = WINDOW_NANOS / 1e3 / 100;
			table.add(this.name, this.idle.medianMicros() / window, this.idle.micros(0) / window,
					this.idle.micros(100) / window, (this.follows && !this.file) ? own() : "",
					(this.follows) ? 100.0 * this.changingCpuNanos / this.changingNanos : Double.NaN, this.heapMib,
					this.shareMib, this.publishes.medianMicros(), this.publishes.micros(90));
		}

		@Override
		public void close() {
			this.processes.forEach(OtherProcess::close);
			this.scene.close();
		}

	}

}
