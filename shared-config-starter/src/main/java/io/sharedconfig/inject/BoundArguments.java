package io.sharedconfig.inject;

import java.lang.constant.Constable;
import java.lang.reflect.Constructor;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.unit.DataSize;

/**
 * What Spring Boot's binder has given to a constructor. Where a change reaches some of
 * the arguments only, the next instance is made of these, bound by the same binder, and
 * of the others as they are.
 * <p>
 * Immutable. The arguments are single values that cannot be changed and have no
 * placeholder: that one was reached by no change then says that it is the same
 * (docs/decisions/0061).
 */
final class BoundArguments {

	private static final Set<Class<?>> VALUES = Set.of(BigDecimal.class, BigInteger.class, DataSize.class, URI.class,
			UUID.class, Locale.class);

	private final Binder binder;

	private final Constructor<?> constructor;

	private final List<ConfigurationPropertyName> names;

	private final List<Bindable<?>> targets;

	private final @Nullable Object[] arguments;

	BoundArguments(Binder binder, Constructor<?> constructor, List<ConfigurationPropertyName> names,
			List<Bindable<?>> targets, @Nullable Object[] arguments) {
		this.binder = binder;
		this.constructor = constructor;
		this.names = names;
		this.targets = targets;
		this.arguments = arguments;
	}

	/**
	 * Make an instance of the arguments.
	 * @throws RuntimeException if the constructor refuses them
	 */
	Object instantiate() {
		return BeanUtils.instantiateClass(this.constructor, this.arguments);
	}

	/**
	 * Bind those arguments again that a change reaches.
	 * @param prefix the name above all of them
	 * @return the arguments for the next instance, {@code null} if what the change does
	 * to them cannot be told this way
	 * @throws RuntimeException if one cannot be bound
	 */
	@Nullable BoundArguments with(ChangedNames changed, ConfigurationPropertyName prefix) {
		@Nullable Object[] next = this.arguments.clone();
		for (ConfigurationPropertyName name : changed.exact()) {
			if (prefix.equals(name)) {
				return null;
			}
			if (prefix.isAncestorOf(name)) {
				int index = this.names.indexOf(name);
				Argument bound = new Argument();
				if (index == -1 || !this.binder.bind(this.names.get(index), this.targets.get(index), bound).isBound()
						|| !bound.isValue()) {
					return null;
				}
				next[index] = bound.argument;
			}
		}
		return new BoundArguments(this.binder, this.constructor, this.names, this.targets, next);
	}

	private static boolean isValue(@Nullable Object argument) {
		return argument instanceof Constable || argument instanceof Temporal || argument instanceof TemporalAmount
				|| (argument != null && VALUES.contains(argument.getClass()));
	}

	/**
	 * Notes one argument when it is bound.
	 */
	static final class Argument implements BindHandler {

		private @Nullable Object text;

		private @Nullable Object argument;

		@Override
		public Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
				Object result) {
			ConfigurationProperty property = context.getConfigurationProperty();
			this.text = (property != null && property.getName().equals(name)) ? property.getValue() : null;
			return result;
		}

		@Override
		public void onFinish(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
				@Nullable Object result) {
			this.argument = result;
		}

		@Nullable Object argument() {
			return this.argument;
		}

		/**
		 * Return whether it is the same as long as no change reaches it.
		 */
		boolean isValue() {
			return this.text != null && !Placeholders.isIn(this.text) && BoundArguments.isValue(this.argument);
		}

		/**
		 * Return whether there is none, and nothing that stands for it.
		 */
		boolean isMissing(Bindable<?> target) {
			return this.argument == null && target.getAnnotation(DefaultValue.class) == null
					&& target.getType().resolve() != Optional.class;
		}

	}

}
