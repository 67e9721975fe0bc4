package io.sharedconfig.inject;

import java.util.Arrays;

import io.sharedconfig.env.VersionView;
import io.sharedconfig.follow.Follower;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.EnumerablePropertySource;

/**
 * What a view of a version has at and below one name. Spring Boot's binder walks all
 * names of a property source for each list and map that it binds: here these are the
 * names that can matter to it.
 * <p>
 * Not thread-safe. Lives as long as these names stand, whatever the version.
 */
final class NarrowedView extends EnumerablePropertySource<Follower> {

	private final String[] names;

	private VersionView view;

	private String[] all;

	private NarrowedView(String name, VersionView view, String[] names) {
		super(name, view.getSource());
		this.view = view;
		this.all = view.getPropertyNames();
		this.names = names;
	}

	static NarrowedView of(VersionView view, ConfigurationPropertyName prefix) {
		return new NarrowedView(view.getName() + " below " + prefix, view, names(view, prefix));
	}

	private static String[] names(VersionView view, ConfigurationPropertyName prefix) {
		String beginning = prefix.toString();
		return Arrays.stream(view.getPropertyNames())
			.filter((name) -> mayBelongTo(beginning, name))
			.filter((name) -> belongsTo(prefix, ConfigurationPropertyName.adapt(name, '.')))
			.toArray(String[]::new);
	}

	private static boolean belongsTo(ConfigurationPropertyName prefix, ConfigurationPropertyName name) {
		return prefix.equals(name) || prefix.isAncestorOf(name);
	}

	/*
	 * Nothing but letters and digits matters where names are compared. To take a name
	 * apart costs a hundred times as much.
	 */
	private static boolean mayBelongTo(String prefix, String name) {
		int at = 0;
		for (int i = 0; i < prefix.length(); i++) {
			char expected = Character.toLowerCase(prefix.charAt(i));
			if (isAlphanumeric(expected)) {
				while (at < name.length() && !isAlphanumeric(Character.toLowerCase(name.charAt(at)))) {
					at++;
				}
				if (at == name.length() || Character.toLowerCase(name.charAt(at)) != expected) {
					return false;
				}
				at++;
			}
		}
		return true;
	}

	/**
	 * Return whether a character, in lower case, matters where names are compared.
	 */
	static boolean isAlphanumeric(char ch) {
		return (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9');
	}

	/**
	 * Return what another view has below the same name: this object if that is the same
	 * names.
	 */
	NarrowedView next(VersionView next, ConfigurationPropertyName prefix) {
		if (this.all != next.getPropertyNames()) {
			if (!Arrays.equals(this.names, names(next, prefix))) {
				return of(next, prefix);
			}
			this.all = next.getPropertyNames();
		}
		this.view = next;
		return this;
	}

	@Override
	public String[] getPropertyNames() {
		return this.names;
	}

	@Override
	public @Nullable Object getProperty(String name) {
		return this.view.getProperty(name);
	}

	@Override
	public boolean containsProperty(String name) {
		return this.view.containsProperty(name);
	}

}
