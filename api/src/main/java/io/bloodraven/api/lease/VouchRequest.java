package io.bloodraven.api.lease;

/** The holder of {@code epoch} asks a peer to promise not to open above it. */
public record VouchRequest(
    String namespace, String group, String holderSite, String holderPodUid, long epoch) {}
