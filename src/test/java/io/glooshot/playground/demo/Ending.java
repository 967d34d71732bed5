package io.glooshot.playground.demo;

import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.Report;
import io.glooshot.api.ReportSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What came of an experiment.
 *
 * @param status null when the controller never took it up
 */
record Ending(Scenario scenario, ExperimentStatus status, Optional<Report> report, Experience experience) {

    String actual() {
        return status == null ? "nothing" : status.state() + " (" + status.reason() + ")";
    }

    Optional<Duration> duration() {
        return record().flatMap(report -> between(report.timeStarted(), report.timeFinished()));
    }

    /** From the reading that met the condition until the mesh confirmed that the fault is off. */
    Optional<Duration> breachToOff() {
        return record().filter(report -> report.breach() != null)
                .flatMap(report -> between(report.breach().time(), report.timeRemoved()));
    }

    Optional<ReportSpec> record() {
        return report.map(Report::getSpec);
    }

    static Optional<Duration> between(String start, String end) {
        return start == null || end == null
                ? Optional.empty()
                : Optional.of(Duration.between(Instant.parse(start), Instant.parse(end)));
    }

    /** All that is not as it had to be, in sentences. */
    List<String> surprises() {
        List<String> surprises = new ArrayList<>();
        if (!actual().equals(scenario.expected())) {
            surprises.add("ended as " + actual() + " instead of " + scenario.expected()
                    + (status == null ? "" : ": " + status.message()));
        }
        surprises.addAll(record().map(this::surprisesIn).orElse(List.of("left no Report")));
        boolean hurt = !experience.during().isGood();
        if (hurt != scenario.usersAreHurt()) {
            surprises.add("users were to " + (scenario.usersAreHurt() ? "" : "not ") + "notice it, and "
                    + experience.during());
        }
        if (!experience.after().isGood()) {
            surprises.add("after its end " + experience.after());
        }
        return surprises.stream()
                .map(surprise -> scenario.name() + " " + surprise)
                .toList();
    }

    private List<String> surprisesIn(ReportSpec report) {
        List<String> surprises = new ArrayList<>();
        if (report.result() != scenario.expectedState()) {
            surprises.add("has a Report that says " + report.result());
        }
        if (report.faultedRequests() == null || report.faultedRequests() == 0) {
            surprises.add("has a Report of no faulted request");
        }
        if (scenario.expectedState() == State.Failed && report.breach() == null) {
            surprises.add("has a Report that does not say which condition was met");
        }
        return surprises;
    }
}
