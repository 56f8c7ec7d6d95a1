package io.bloodraven.workflows.decision;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.group.GroupSpec;
import io.bloodraven.api.group.SiteRole;
import io.bloodraven.api.group.SiteSpec;
import io.bloodraven.api.health.Observation;
import io.bloodraven.api.health.Replication;
import io.bloodraven.api.health.Sighting;
import io.bloodraven.api.health.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots drawn in a line of text. A report is {@code w1: iad=DEAD pdx=CLOSED sfo=SILENT},
 * reports are separated by {@code /}, oldest first; {@code w1(20s): …} was heard 20 s ago. A
 * sighting is a verdict and, where it differs from what one would expect at epoch 3 with {@code
 * iad} active: {@code @2} the epoch held, {@code ^4} the highest epoch seen, {@code >sfo} the
 * source, {@code >} no source, {@code ~} still connecting to it, {@code !} replication stopped,
 * {@code %} too far behind, {@code #} no data.
 */
final class Sketch {
  static final GroupRef REF = new GroupRef("default", "main");
  static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  static final long EPOCH = 3;

  private static final Pattern REPORT =
      Pattern.compile("(?<name>\\w+)(?:\\((?<ago>\\d+)s\\))?: (?<sites>.*)");
  private static final Pattern SIGHTING =
      Pattern.compile(
          "(?<site>\\w+)=(?<verdict>[A-Z]+)(?:@(?<holding>\\d+))?(?:\\^(?<highest>\\d+))?"
              + "(?<source>>\\w*)?(?<connecting>~)?(?<stopped>!)?(?<lagging>%)?(?<empty>#)?");

  private Sketch() {}

  static GroupSpec spec(String... sites) {
    return new GroupSpec(
        REF,
        1,
        Arrays.stream(sites).map(site -> new SiteSpec(site, SiteRole.PRIMARY_CANDIDATE)).toList(),
        List.of(),
        Duration.ofSeconds(6),
        Duration.ofSeconds(3),
        Duration.ofMinutes(5),
        Duration.ofSeconds(10),
        Duration.ofHours(1));
  }

  /** {@code iad} active at epoch 3 for an hour, no cooldown. */
  static GroupSnapshot of(String reports) {
    return of(spec("iad", "pdx", "sfo"), "iad", EPOCH, reports);
  }

  static GroupSnapshot of(GroupSpec spec, String active, long epoch, String reports) {
    return new GroupSnapshot(
        spec,
        active,
        epoch,
        NOW.minus(Duration.ofHours(1)),
        Instant.EPOCH,
        Instant.EPOCH,
        reports(active, reports),
        Map.of(),
        Map.of(),
        Set.of(),
        NOW);
  }

  static GroupSnapshot coolingDown(GroupSnapshot group) {
    return waiting(group, group.since(), NOW.plusSeconds(60), group.quietUntil());
  }

  static GroupSnapshot quiet(GroupSnapshot group) {
    return waiting(group, group.since(), group.cooldownUntil(), NOW.plusSeconds(2));
  }

  static GroupSnapshot since(GroupSnapshot group, Instant since) {
    return waiting(group, since, group.cooldownUntil(), group.quietUntil());
  }

  private static GroupSnapshot waiting(
      GroupSnapshot group, Instant since, Instant cooldownUntil, Instant quietUntil) {
    return new GroupSnapshot(
        group.spec(),
        group.activeSite(),
        group.epoch(),
        since,
        cooldownUntil,
        quietUntil,
        group.reports(),
        group.recoveries(),
        group.bars(),
        group.busy(),
        NOW);
  }

  static GroupSnapshot hearing(GroupSnapshot group, List<Report> reports) {
    return knowing(group, reports, group.recoveries(), group.bars(), group.busy());
  }

  static GroupSnapshot with(GroupSnapshot group, Recovery recovery) {
    Map<String, Recovery> one = Map.of(recovery.site(), recovery);
    return knowing(group, group.reports(), one, group.bars(), group.busy());
  }

  static GroupSnapshot barred(GroupSnapshot group, Bar bar) {
    Map<String, Bar> one = Map.of(bar.site(), bar);
    return knowing(group, group.reports(), group.recoveries(), one, group.busy());
  }

  static GroupSnapshot busy(GroupSnapshot group, String... sites) {
    return knowing(group, group.reports(), group.recoveries(), group.bars(), Set.of(sites));
  }

  private static GroupSnapshot knowing(
      GroupSnapshot group,
      List<Report> reports,
      Map<String, Recovery> recoveries,
      Map<String, Bar> bars,
      Set<String> busy) {
    return new GroupSnapshot(
        group.spec(),
        group.activeSite(),
        group.epoch(),
        group.since(),
        group.cooldownUntil(),
        group.quietUntil(),
        reports,
        recoveries,
        bars,
        busy,
        NOW);
  }

  /** A decision in a word or two. */
  static String word(Decision decision) {
    return switch (decision) {
      case Decision.Bootstrap bootstrap -> "Bootstrap " + String.join(" ", bootstrap.candidates());
      case Decision.Adopt adopt -> "Adopt " + adopt.site() + "@" + adopt.epoch();
      case Decision.FailOver failOver ->
          "FailOver "
              + String.join(" ", failOver.candidates())
              + (failOver.lossFreeOnly() ? " without loss" : "");
      case Decision.Reassert reassert -> "Reassert " + String.join(" ", reassert.candidates());
      case Decision.FenceStray stray -> "FenceStray " + stray.site() + "@" + stray.itsEpoch();
      case Decision.Rejoin rejoin -> "Rejoin " + rejoin.site();
      case Decision.Repoint repoint -> "Repoint " + repoint.site();
      case Decision.Clone clone -> "Clone " + clone.site() + " from " + clone.donor();
      case Decision.Alert alert -> "Alert " + alert.kind();
      case Decision.Keep keep ->
          keep.lookAgainAt().map(at -> "Keep, look again in " + seconds(at)).orElse("Keep");
    };
  }

  private static String seconds(Instant at) {
    return Duration.between(NOW, at).toSeconds() + " s";
  }

  private static List<Report> reports(String active, String text) {
    return text.isBlank()
        ? List.of()
        : Arrays.stream(text.split(" / ", -1)).map(one -> report(active, one.strip())).toList();
  }

  private static Report report(String active, String text) {
    Matcher matcher = matched(REPORT, text);
    String ago = matcher.group("ago");
    return new Report(
        new Observation(
            matcher.group("name"),
            1,
            NOW,
            Arrays.stream(matcher.group("sites").split(" ", -1))
                .map(one -> sighting(active, one))
                .toList()),
        ago == null ? NOW : NOW.minusSeconds(Long.parseLong(ago)));
  }

  private static Sighting sighting(String active, String text) {
    Matcher matcher = matched(SIGHTING, text);
    String site = matcher.group("site");
    boolean isActive = site.equals(active);
    String highest = matcher.group("highest");
    String holding = matcher.group("holding");
    boolean closedByDefault = !isActive || matcher.group("verdict").equals("CLOSED");
    String gtid = matcher.group("empty") == null ? "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-9" : "";
    return new Sighting(
        site,
        Verdict.valueOf(matcher.group("verdict")),
        "pod-" + site,
        highest == null ? EPOCH : Long.parseLong(highest),
        holding == null ? (closedByDefault ? 0 : EPOCH) : Long.parseLong(holding),
        gtid,
        gtid,
        isActive ? null : replication(active, matcher),
        true,
        List.of(),
        matcher.group("lagging") != null);
  }

  private static @Nullable Replication replication(String active, Matcher matcher) {
    String drawn = matcher.group("source");
    String source = drawn == null ? active : drawn.substring(1);
    return source.isEmpty()
        ? null
        : new Replication(
            REF.internalHost(source),
            matcher.group("connecting") == null ? "ON" : "CONNECTING",
            matcher.group("stopped") == null,
            "",
            "",
            0,
            0);
  }

  private static Matcher matched(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("cannot read the sketch: " + text);
    }
    return matcher;
  }
}
