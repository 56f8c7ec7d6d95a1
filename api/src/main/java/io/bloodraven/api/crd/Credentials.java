package io.bloodraven.api.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** Names of Secrets with the keys {@code username} and {@code password}. */
public record Credentials(
    @JsonPropertyDescription("The account that Bloodraven acts with; may have MYSQL_ROOT_PASSWORD.")
        @Required
        String operatorSecret,
    @JsonPropertyDescription("Reads and writes the application's data.") @Nullable String appSecret,
    @JsonPropertyDescription("Reads the application's data.") @Nullable String readOnlySecret,
    @JsonPropertyDescription("Reads the servers' state.") @Nullable String monitorSecret,
    @JsonPropertyDescription("Takes backups.") @Nullable String backupSecret) {}
