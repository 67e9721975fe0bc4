package io.sharedconfig.inject;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;

import io.sharedconfig.inject.BoundArguments.Argument;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindConstructorProvider;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Looks over the shoulder of Spring Boot's binder, and notes what it gives to the
 * constructor of what it is asked to bind. Changes nothing.
 * <p>
 * Not thread-safe.
 */
final class ArgumentRecorder implements ConfigurationPropertiesBindHandlerAdvisor {

	private boolean wanted;

	private @Nullable Recording recording;

	/**
	 * Say whether the arguments of what is bound next are to be noted.
	 */
	void next(boolean wanted) {
		this.wanted = wanted;
		this.recording = null;
	}

	@Override
	public BindHandler apply(BindHandler handler) {
		if (!this.wanted) {
			return handler;
		}
		Recording begun = new Recording(handler);
		this.recording = begun;
		return begun;
	}

	/**
	 * Return the arguments of what was bound last.
	 * @param type its class
	 * @return the arguments, {@code null} if they were not noted, or another instance
	 * cannot be made of them
	 */
	@Nullable BoundArguments arguments(Class<?> type) {
		Recording noted = this.recording;
		if (noted == null) {
			return null;
		}
		Constructor<?> constructor = BindConstructorProvider.DEFAULT.getBindConstructor(type, false);
		return (constructor != null) ? noted.arguments(constructor) : null;
	}

	private static final class Recording extends AbstractBindHandler {

		private final List<ConfigurationPropertyName> names = new ArrayList<>();

		private final List<Bindable<?>> targets = new ArrayList<>();

		private final List<Argument> arguments = new ArrayList<>();

		private @Nullable Binder binder;

		Recording(BindHandler handler) {
			super(handler);
		}

		@Override
		public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target,
				BindContext context) {
			if (isArgument(context)) {
				this.binder = context.getBinder();
				this.names.add(name);
				this.targets.add(target);
				this.arguments.add(new Argument());
			}
			return super.onStart(name, target, context);
		}

		@Override
		public @Nullable Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
				Object result) {
			Object bound = super.onSuccess(name, target, context, result);
			return (bound != null && isArgument(context)) ? last().onSuccess(name, target, context, bound) : bound;
		}

		@Override
		public void onFinish(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
				@Nullable Object result) throws Exception {
			super.onFinish(name, target, context, result);
			if (isArgument(context)) {
				last().onFinish(name, target, context, result);
			}
		}

		/*
		 * What lies deeper is part of an argument.
		 */
		private static boolean isArgument(BindContext context) {
			return context.getDepth() == 1;
		}

		private Argument last() {
			return this.arguments.get(this.arguments.size() - 1);
		}

		@Nullable BoundArguments arguments(Constructor<?> constructor) {
			if (this.binder == null || constructor.getParameterCount() != this.arguments.size()) {
				return null;
			}
			@Nullable Object[] values = new Object[this.arguments.size()];
			for (int i = 0; i < values.length; i++) {
				Argument argument = this.arguments.get(i);
				if (!argument.isValue() && !argument.isMissing(this.targets.get(i))) {
					return null;
				}
				values[i] = argument.argument();
			}
			return new BoundArguments(this.binder, constructor, this.names, this.targets, values);
		}

	}

}
