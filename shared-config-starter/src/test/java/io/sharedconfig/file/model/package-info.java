/**
 * The protocol of the shared file in a small memory model, explored to the end: what a
 * processor or a compiler may do is tried out in every combination, not waited for.
 * <p>
 * Reading order: {@code Step} is the one table of what master and follower do, checked
 * against the compiled code by {@code StepTests}; {@code Protocol} is the table as two
 * programs, and what becomes of them when something is left out; {@code Views},
 * {@code Message} and {@code Stores} are the memory model, with its litmus tests in
 * {@code MemoryModelTests}; {@code Master} and {@code Follower} run the programs;
 * {@code Exploration} looks at every state that can be reached.
 * <p>
 * The model is the release-acquire part of the view-based operational semantics of Kang,
 * Hur, Lahav, Vafeiadis and Dreyer, "A promising semantics for relaxed-memory
 * concurrency" (POPL 2017), see also Lahav, Giannarakis and Vafeiadis, "Taming
 * release-acquire consistency" (POPL 2016). Every store is a message with a time stamp
 * and a view; a load may take any message that is not older than what the thread has
 * seen. There are no promises: a store of one thread could be seen too early only by
 * means of a store of another that depends on it, and followers store nothing. It is
 * weaker than the paper in two places, as the memory model of Java is: a release store
 * says nothing of later opaque stores to the same word (no release sequences), and plain
 * loads of one word may go back in time. It is stronger in one, as the documentation of
 * {@link java.lang.invoke.VarHandle} is: the fences order plain loads and stores too.
 */
package io.sharedconfig.file.model;
