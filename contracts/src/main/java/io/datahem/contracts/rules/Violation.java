package io.datahem.contracts.rules;

/**
 * One rule that one value breaks.
 *
 * @param rule the rule's id, as protovalidate names it: {@code string.min_len}, {@code required},
 *     or what a contract's own expression is called
 * @param path the value's JSON path, e.g. {@code lines[3].unitPrice.amount}; empty for the whole
 */
public record Violation(String rule, String path) {}
