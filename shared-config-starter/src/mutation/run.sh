#!/bin/sh
# Makes every mutation of mutations.txt in a copy of the project and prints which test finds it.
#   run.sh [option of mvn]... [part of a mutation's name]...        for example: run.sh -o fence
# Ends with 1 if one is not found or does not fit the source any more.
set -e
cd "$(dirname "$0")/../../.."
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
tests=shared-config-starter/src/test/java/io/sharedconfig/mutation
javac -d "$classes" "$tests/Mutation.java" "$tests/MutatedProject.java" "$tests/MutationRun.java" "$tests/TestReports.java"
java -cp "$classes" io.sharedconfig.mutation.MutationRun "$@"
