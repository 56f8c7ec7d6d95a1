package io.bloodraven.api.crd;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.bloodraven.api.group.SiteRole;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A site as its user wants it. */
@ValidationRule(
    value =
        "self.role == 'read-only' || (has(self.taintNodeSelector) &&"
            + " self.taintNodeSelector.size() > 0)",
    message =
        "spec.sites[].taintNodeSelector is needed unless role is read-only: give the labels of the"
            + " nodes to taint while the site is not writable")
@ValidationRule(
    value = "self.role == 'read-only' || has(self.lbIP)",
    message =
        "spec.sites[].lbIP is needed unless role is read-only: give the address that DNS shall"
            + " point to while the site is active")
public record Site(
    @JsonPropertyDescription("Name of the site, part of the names of its objects.")
        @Required
        @Size(min = 1, max = 40)
        @ValidationRule(
            value = "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
            message =
                "spec.sites[].name is part of the names of Services: use lower-case letters, digits"
                    + " and '-' only, with a letter or digit at both ends")
        String name,
    @JsonPropertyDescription(
            "primary-candidate may be promoted; dr-only replicates and is not promoted;"
                + " read-only serves reads, without DNS and taints.")
        @Default("\"primary-candidate\"")
        SiteRole role,
    @JsonPropertyDescription("Only nodes whose topology.kubernetes.io/zone has this value.")
        @Nullable String zone,
    @JsonPropertyDescription("Labels of the nodes to taint while the site is not writable.")
        Map<String, String> taintNodeSelector,
    @JsonPropertyDescription("IPv4 or IPv6 address put in DNS while the site is active.")
        @Size(max = 45)
        @ValidationRule(
            value = "isIP(self)",
            message = "spec.sites[].lbIP must be an IPv4 or IPv6 address")
        @Nullable String lbIP,
    @JsonPropertyDescription("Volume of the server.") @Nullable Storage storage,
    @JsonPropertyDescription("Resources of the server.") @Nullable ResourceRequirements resources,
    @JsonPropertyDescription("Options of this server, over those of the group.")
        @ValidationRule(
            value = OwnedOptions.RULE,
            messageExpression = OwnedOptions.MESSAGE,
            message =
                "spec.sites[].mysqlConf sets an option that Bloodraven sets itself: remove it")
        @ValidationRule(
            value = OwnedOptions.LOOSE_RULE,
            messageExpression = OwnedOptions.LOOSE_MESSAGE,
            message =
                "spec.sites[].mysqlConf sets an option that Bloodraven sets itself: remove it")
        @ValidationRule(
            value = OwnedOptions.SPELLING_RULE,
            messageExpression = OwnedOptions.SPELLING_MESSAGE,
            message =
                "spec.sites[].mysqlConf has a key that is not spelled as mysqld spells options")
        @ValidationRule(
            value = OwnedOptions.TWICE_RULE,
            messageExpression = OwnedOptions.TWICE_MESSAGE,
            message = "spec.sites[].mysqlConf has two spellings of an option: remove one of them")
        Map<String, String> mysqlConf,
    @JsonPropertyDescription("Added to the client Service, over that of the group.")
        @Nullable ServiceTemplate serviceTemplate) {
  public Site {
    role = requireNonNullElse(role, SiteRole.PRIMARY_CANDIDATE);
    taintNodeSelector = Map.copyOf(requireNonNullElse(taintNodeSelector, Map.of()));
    mysqlConf = Map.copyOf(requireNonNullElse(mysqlConf, Map.of()));
  }
}
