package io.sharedconfig.publish;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.sharedconfig.codec.FollowerReport;
import io.sharedconfig.file.StatusFiles;
import io.sharedconfig.file.StatusFiles.Status;
import io.sharedconfig.file.StoreHost;
import io.sharedconfig.file.StoreOptions;
import org.jspecify.annotations.Nullable;

/**
 * A thread that reads the reports of followers, with its own view of their files. It is
 * there only while it is needed, and can be left behind.
 * <p>
 * Thread-safe, but for {@link #read()}, which is for that thread alone.
 */
final class ReportReader {

	private final StatusFiles files;

	private final ThreadPoolExecutor executor;

	ReportReader(StoreOptions options, StoreHost host) {
		this.files = new StatusFiles(options, host);
		this.executor = new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), (work) -> {
			Thread thread = new Thread(work, "shared-config-followers-" + options.name());
			thread.setDaemon(true);
			// not that of whoever happens to ask first
			thread.setContextClassLoader(ReportReader.class.getClassLoader());
			return thread;
		});
		this.executor.allowCoreThreadTimeOut(true);
	}

	void execute(Runnable work) {
		this.executor.execute(work);
	}

	/**
	 * Read all reports. May never return: something that was a file when it was looked at
	 * may be a pipe when it is opened.
	 * @return what was found
	 */
	Found read() {
		try {
			List<FollowerReport> reports = new ArrayList<>();
			for (Status status : this.files.read()) {
				FollowerReport report = FollowerReport.decode(status.content());
				if (report != null && report.instance().equals(status.id())) {
					reports.add(report);
				}
				else {
					this.files.skip();
				}
			}
			reports.sort(Comparator.comparing(FollowerReport::application)
				.thenComparing(FollowerReport::pid)
				.thenComparing(FollowerReport::instance));
			return new Found(List.copyOf(reports), (this.files.skipped() > 0)
					? "the directory for reports of followers has files that are none" : null);
		}
		catch (IOException ex) {
			return new Found(null, "the reports of followers cannot be read: " + ex);
		}
		catch (RuntimeException ex) {
			return new Found(null, "the reports of followers cannot be read: " + ex.getClass().getName());
		}
	}

	/**
	 * End the thread, once it is done.
	 */
	void end() {
		this.executor.shutdown();
	}

	/**
	 * What was found.
	 *
	 * @param reports the reports, {@code null} if they could not be read
	 * @param problem what is wrong with the files, {@code null} for nothing
	 */
	record Found(@Nullable List<FollowerReport> reports, @Nullable String problem) {

	}

}
