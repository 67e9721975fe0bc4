package io.sharedconfig.inject;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;

/**
 * Finds what is behind proxies.
 */
final class Targets {

	private Targets() {
	}

	static Object of(Object bean) {
		Object target = bean;
		@Nullable Object inner = AopProxyUtils.getSingletonTarget(bean);
		while (inner != null) {
			target = inner;
			inner = AopProxyUtils.getSingletonTarget(inner);
		}
		return target;
	}

}
