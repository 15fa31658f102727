package io.makolet.local.demo;

/**
 * A customer who may come by.
 *
 * @param orders orders so far: those who ordered often come often
 * @param typicalOrderMicros mean amount of their orders, millionths of a pound
 * @param country as their orders say
 */
record Shopper(String id, int orders, long typicalOrderMicros, String country) {}
