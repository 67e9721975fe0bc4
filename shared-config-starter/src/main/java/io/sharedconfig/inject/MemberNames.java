package io.sharedconfig.inject;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Member;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * How the source code calls a member: {@code Shop.limit}, {@code Shop(int)},
 * {@code Shop.setLimit(int)}.
 */
final class MemberNames {

	private MemberNames() {
	}

	static String of(Member member) {
		String type = member.getDeclaringClass().getSimpleName();
		String name = (member instanceof Constructor) ? type : type + "." + member.getName();
		return (member instanceof Executable executable) ? name + Arrays.stream(executable.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", ", "(", ")")) : name;
	}

}
