package io.bloodraven.api.lease;

/**
 * Close and stay closed below {@code epoch}.
 *
 * @param site the site that is meant; a relaying peer passes the request on to it
 * @param onlyIfDead refuse with {@link Refusal#SERVER_ALIVE} unless mysqld is proven dead
 * @param reason for people, kept in the epoch store
 */
public record FenceRequest(
    String namespace, String group, String site, long epoch, boolean onlyIfDead, String reason) {}
