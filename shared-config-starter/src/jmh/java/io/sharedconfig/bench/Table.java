package io.sharedconfig.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A table in Markdown, as {@code docs/performance.md} shows it.
 * <p>
 * Not thread-safe.
 */
final class Table {

	private final List<List<String>> rows = new ArrayList<>();

	Table(String... columns) {
		this.rows.add(List.of(columns));
		this.rows.add(List.of(columns).stream().map((column) -> "---").toList());
	}

	/**
	 * Add a row of texts, and numbers, which are shown with three digits.
	 */
	void add(Object... cells) {
		List<String> row = new ArrayList<>();
		for (Object cell : cells) {
			row.add((cell instanceof Double number) ? shown(number) : String.valueOf(cell));
		}
		this.rows.add(row);
	}

	private static String shown(double number) {
		if (Double.isNaN(number)) {
			return "";
		}
		int decimals = (Math.abs(number) >= 100) ? 0 : (Math.abs(number) >= 10) ? 1 : 2;
		return String.format(Locale.ROOT, "%,." + decimals + "f", number);
	}

	void print() {
		for (List<String> row : this.rows) {
			System.out.println("| " + String.join(" | ", row) + " |");
		}
		System.out.println();
	}

}
