/**
 * Mistakes that the tests must find: each mutation of {@code src/mutation/mutations.txt}
 * makes the protocol wrong in one place and names the tests that fail then.
 * {@code MutationTests} checks in every build that the table fits the source;
 * {@code src/mutation/run.sh} makes the mutations, one after the other, and runs the
 * tests.
 */
package io.sharedconfig.mutation;
