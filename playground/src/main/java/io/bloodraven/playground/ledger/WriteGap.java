package io.bloodraven.playground.ledger;

/**
 * How long writes were away, in milliseconds.
 *
 * @param fromFault from the moment of the fault to the end of the first write that the new server
 *     acknowledged
 * @param fromLastAck from the end of the last write that the old server acknowledged before that
 *     one began, to the same end
 */
public record WriteGap(double fromFault, double fromLastAck) {}
