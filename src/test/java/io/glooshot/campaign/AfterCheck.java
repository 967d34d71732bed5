package io.glooshot.campaign;

import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at everything that a round has left, when it had time enough to come to its end. */
record AfterCheck(Scene scene, Disturbance disturbance, Blow blow, List<Run> all) {

    RunResult of(Run run) {
        Optional<Experiment> found = scene.experiments().find(run);
        Optional<ExperimentStatus> status = found.map(Experiment::getStatus);
        Optional<Holdings.Span> held = run.ground().holdings().of(run.ground().key(run));
        Duration overrun = overrun(run, status, held);
        return new RunResult(
                run,
                blow.hit(run.created(), scene.experiments().ended(run)),
                artifacts(run, found),
                overrun,
                overrun.compareTo(disturbance.longestOverrun(run.ground())) > 0,
                isLost(run, status),
                wrong(run, status, held));
    }

    private List<String> artifacts(Run run, Optional<Experiment> found) {
        Stream<String> inTheMesh = run.ground().leftovers().stream()
                .filter(leftover -> leftover.contains(run.uid()) || leftover.contains("." + run.service() + "."));
        Stream<String> finalizers = found.stream()
                .flatMap(experiment -> experiment.getMetadata().getFinalizers().stream())
                .map(finalizer -> "finalizer " + finalizer);
        return Stream.concat(inTheMesh, finalizers)
                .map(artifact -> run + " has left " + artifact)
                .toList();
    }

    /** Of those that share what the mesh cannot tell apart the last counts: each may hold it until then. */
    private Optional<Instant> toldToEnd(Run run) {
        String key = run.ground().key(run);
        return all.stream()
                .filter(other -> other.ground() == run.ground()
                        && key.equals(other.ground().key(other)))
                .map(other -> {
                    Instant told = scene.experiments().due(other);
                    Instant ended = scene.experiments().ended(other);
                    return told.isBefore(ended) ? told : ended;
                })
                .max(Instant::compareTo);
    }

    private Duration overrun(Run run, Optional<ExperimentStatus> status, Optional<Holdings.Span> held) {
        Optional<ExperimentStatus> believed = status.filter(each -> disturbance.keepsTime());
        Instant due = Stream.of(
                        believed.map(ExperimentStatus::deadline).map(Instant::parse),
                        believed.map(ExperimentStatus::verdict).map(verdict -> Instant.parse(verdict.time())),
                        // Later than by the stored start, but for a moment, and by nobody's clock but this one.
                        held.map(span -> span.first().plus(run.duration())),
                        Optional.of(blow.due(held.map(Holdings.Span::first))),
                        toldToEnd(run))
                .flatMap(Optional::stream)
                .min(Instant::compareTo)
                .orElseThrow();
        return held.filter(span -> span.last().isAfter(due))
                // What began only then has no earlier part that was due.
                .map(span -> Duration.between(due.isAfter(span.first()) ? due : span.first(), span.last()))
                .orElse(Duration.ZERO);
    }

    /** One that has no end, or an end without a report. Whoever was deleted is not expected to have either. */
    private boolean isLost(Run run, Optional<ExperimentStatus> status) {
        boolean isDeleted = status.isEmpty() && scene.experiments().isOver(run);
        boolean isFinal = status.filter(
                        each -> each.state() != null && each.state().isFinal())
                .isPresent();
        // One that was refused before anything was planned has no Report.
        boolean isRefused = status.filter(each ->
                        isFinal && each.timeStarted() == null && each.targets().isEmpty())
                .isPresent();
        return !isDeleted
                && (!isFinal || !isRefused && scene.experiments().report(run).isEmpty());
    }

    private Truth truth(Run run) {
        boolean isInTime = scene.experiments().ended(run).isBefore(run.created().plus(run.duration()));
        boolean isResumed = scene.experiments()
                .report(run)
                .map(report -> Boolean.TRUE.equals(report.getSpec().resumed()))
                .orElse(false);
        return new Truth(disturbance.reasons(), disturbance.keepsTime(), !isInTime, isResumed);
    }

    private List<String> wrong(Run run, Optional<ExperimentStatus> status, Optional<Holdings.Span> held) {
        List<String> wrong = new ArrayList<>();
        status.filter(each -> each.state() != null && each.state().isFinal())
                .flatMap(each -> truth(run).problem(each, held))
                .ifPresent(problem -> wrong.add(run + " ended as " + problem));
        if (held.isPresent() && status.isPresent() && status.get().timeStarted() == null) {
            wrong.add(run + " was in the mesh and its start was never stored: " + held.get());
        }
        return wrong;
    }
}
