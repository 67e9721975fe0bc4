package io.sharedconfig.file.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;

/**
 * The accesses to shared memory in a compiled method and all it calls within its class
 * and what it stores through, in the order of the code. A method that is called again
 * directly, for another try, counts once.
 * <p>
 * Not thread-safe; one per trace.
 */
final class CodeTrace {

	private static final String PACKAGE = "io/sharedconfig/file/";

	private static final String REGION = PACKAGE + "MappedRegion";

	private static final String EFFECTS = PACKAGE + "FileEffects";

	private static final Set<String> MARKS = Set.of(PACKAGE + "CommitOnce.commit", PACKAGE + "RecordRun.decode");

	private final List<CodeAccess> found = new ArrayList<>();

	private String lastCall = "";

	/**
	 * Return the accesses of a method.
	 * @param className the simple name of a class of the package that is tested
	 * @param method the method, of which there is one
	 * @return the accesses
	 */
	static List<CodeAccess> of(String className, String method) {
		CodeTrace trace = new CodeTrace();
		trace.read(PACKAGE + className, method, null, null);
		return List.copyOf(trace.found);
	}

	private void read(String owner, String method, @Nullable String descriptor, @Nullable CodeAccess caller) {
		List<MethodVisitor> visited = new ArrayList<>();
		reader(owner).accept(new ClassVisitor(SpringAsmInfo.ASM_VERSION) {

			@Override
			public @Nullable MethodVisitor visitMethod(int access, String name, String type, String signature,
					String[] exceptions) {
				boolean wanted = name.equals(method) && (descriptor == null || descriptor.equals(type));
				if (wanted) {
					visited.add(new Body(owner, method, caller));
				}
				return wanted ? visited.get(visited.size() - 1) : null;
			}

		}, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
		if (visited.isEmpty() || (descriptor == null && visited.size() > 1)) {
			throw new IllegalStateException("Not one method '%s' in '%s'".formatted(method, owner));
		}
	}

	private static ClassReader reader(String className) {
		try (InputStream in = CodeTrace.class.getResourceAsStream('/' + className + ".class")) {
			return new ClassReader(in);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void readOnce(String owner, String method, String descriptor, @Nullable CodeAccess caller) {
		String call = owner + '.' + method + descriptor + this.found.size();
		if (!call.equals(this.lastCall)) {
			read(owner, method, descriptor, caller);
			this.lastCall = owner + '.' + method + descriptor + this.found.size();
		}
	}

	private static Access modeOf(String owner, String name) {
		return switch (owner.substring(owner.lastIndexOf('/') + 1) + '.' + name) {
			case "VarHandle.getOpaque" -> Access.OPAQUE_LOAD;
			case "VarHandle.getAcquire" -> Access.ACQUIRE_LOAD;
			case "VarHandle.acquireFence" -> Access.ACQUIRE_FENCE;
			case "VarHandle.setOpaque" -> Access.OPAQUE_STORE;
			case "VarHandle.setRelease" -> Access.RELEASE_STORE;
			case "VarHandle.releaseFence" -> Access.RELEASE_FENCE;
			case "ByteBuffer.get", "ByteBuffer.getInt", "ByteBuffer.getLong" -> Access.PLAIN_LOAD;
			case "ByteBuffer.put", "ByteBuffer.putLong", "FileEffects.write" -> Access.PLAIN_STORE;
			default -> throw new IllegalStateException("The model does not know '%s.%s'".formatted(owner, name));
		};
	}

	/**
	 * The code of one method.
	 */
	private final class Body extends MethodVisitor {

		private final String owner;

		private final String method;

		private final @Nullable CodeAccess caller;

		/** The offsets of calls whose arguments are being put together, -1: not known. */
		private final Deque<Integer> offsets = new ArrayDeque<>();

		Body(String owner, String method, @Nullable CodeAccess caller) {
			super(SpringAsmInfo.ASM_VERSION);
			this.owner = owner;
			this.method = method;
			this.caller = caller;
		}

		@Override
		public void visitFieldInsn(int opcode, String fieldOwner, String name, String descriptor) {
			if (opcode == Opcodes.GETFIELD && descriptor.equals('L' + REGION + ';')) {
				this.offsets.push(-1);
			}
		}

		@Override
		public void visitIntInsn(int opcode, int operand) {
			if (opcode == Opcodes.SIPUSH && !this.offsets.isEmpty() && this.offsets.peek() < 0) {
				this.offsets.pop();
				this.offsets.push(operand);
			}
		}

		@Override
		public void visitMethodInsn(int opcode, String callee, String name, String descriptor, boolean isInterface) {
			if (callee.equals(REGION) && name.equals("startsWith")) {
				this.offsets.poll(); // the part of the header that is written once
			}
			else if (callee.equals(REGION) && this.caller == null) {
				Word word = Word.at(this.offsets.isEmpty() ? -1 : this.offsets.pop());
				read(callee, name, descriptor, new CodeAccess(this.method, word, Access.NONE));
			}
			else if (callee.equals(this.owner) && !name.startsWith("<")) {
				readOnce(callee, name, descriptor, this.caller);
			}
			else if (callee.equals("java/lang/invoke/VarHandle")
					|| callee.equals("java/nio/ByteBuffer") && isAccess(name)
					|| callee.equals(EFFECTS) && name.equals("write")) {
				access(modeOf(callee, name));
			}
			else if (MARKS.contains(callee + '.' + name)) {
				CodeTrace.this.found.add(new CodeAccess(this.method, Word.NONE, Access.NONE));
			}
		}

		private boolean isAccess(String name) {
			return name.startsWith("get") || name.startsWith("put");
		}

		private void access(Access access) {
			boolean fence = access == Access.ACQUIRE_FENCE || access == Access.RELEASE_FENCE;
			String method = (this.caller != null) ? this.caller.method() : this.method;
			Word word = (this.caller != null) ? this.caller.word() : Word.RECORD;
			CodeTrace.this.found.add(new CodeAccess(method, fence ? Word.NONE : word, access));
		}

		@Override
		public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
			for (Object argument : arguments) {
				if (argument instanceof Handle body && body.getOwner().equals(this.owner)) {
					read(body.getOwner(), body.getName(), body.getDesc(), this.caller);
				}
			}
		}

	}

}
