package io.makolet.local.replay.mapping;

/**
 * Something wrong in a mapping file.
 *
 * @param line from 1
 * @param column from 1
 */
record MappingProblem(int line, int column, String message) {}
