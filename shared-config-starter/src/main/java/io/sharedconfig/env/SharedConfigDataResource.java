package io.sharedconfig.env;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.config.ConfigDataResource;

/**
 * A configuration that is imported.
 * <p>
 * Immutable; equal to another one of the same name, unless one of them is only looked for
 * because of a profile.
 */
final class SharedConfigDataResource extends ConfigDataResource {

	private final String name;

	private final boolean optional;

	private final boolean forProfile;

	SharedConfigDataResource(String name, boolean optional, boolean forProfile) {
		super(optional);
		this.name = name;
		this.optional = optional;
		this.forProfile = forProfile;
	}

	String name() {
		return this.name;
	}

	boolean optional() {
		return this.optional;
	}

	boolean forProfile() {
		return this.forProfile;
	}

	@Override
	public boolean equals(@Nullable Object obj) {
		return obj instanceof SharedConfigDataResource other && this.name.equals(other.name)
				&& this.forProfile == other.forProfile;
	}

	@Override
	public int hashCode() {
		return this.name.hashCode();
	}

	@Override
	public String toString() {
		return "shared config '" + this.name + "'";
	}

}
