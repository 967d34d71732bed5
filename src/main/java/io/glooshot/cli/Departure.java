package io.glooshot.cli;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.apiserver.ApiFailure;
import io.glooshot.cli.ObjectArguments.Wanted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Waits until deleted objects are gone, and says of each what it waits for whenever that has changed. */
class Departure {

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final ObjectReader reader;
    private final Wanted wanted;
    private final Consumer<String> tell;
    /** What was said last, so that nothing is said twice. */
    private final Map<String, String> said = new HashMap<>();

    Departure(ObjectReader reader, Wanted wanted, Consumer<String> tell) {
        this.reader = reader;
        this.wanted = wanted;
        this.tell = tell;
    }

    /**
     * Blocks until all are gone.
     *
     * @param gone is given each that is
     * @throws CommandFailure when some are still there after the timeout
     */
    void await(List<GenericKubernetesResource> objects, Duration timeout, Consumer<GenericKubernetesResource> gone)
            throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        List<GenericKubernetesResource> left = new ArrayList<>(objects);
        while (true) {
            try {
                left = look(left, gone);
            } catch (KubernetesClientException failure) {
                if (!ApiFailure.mayPass(failure)) {
                    throw ApiProblem.of("it cannot be seen whether they are gone", failure);
                }
                say("", "The cluster cannot be asked, trying again: " + ApiFailure.describe(failure));
            }
            if (left.isEmpty()) {
                return;
            }
            if (System.nanoTime() - end > 0) {
                throw late(left, timeout);
            }
            new CountDownLatch(1).await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Those that are still there, as they are now. */
    private List<GenericKubernetesResource> look(
            List<GenericKubernetesResource> left, Consumer<GenericKubernetesResource> gone) {
        Map<String, GenericKubernetesResource> there = present(left);
        List<GenericKubernetesResource> rest = new ArrayList<>();
        for (GenericKubernetesResource object : left) {
            // One that took the name meanwhile is another.
            GenericKubernetesResource now = there.get(object.getMetadata().getUid());
            if (now == null) {
                gone.accept(object);
            } else {
                rest.add(now);
                say(object.getMetadata().getUid(), "Waiting for %s".formatted(state(now)));
            }
        }
        return rest;
    }

    private Map<String, GenericKubernetesResource> present(List<GenericKubernetesResource> left) {
        List<GenericKubernetesResource> found = wanted.names().isEmpty()
                ? reader.read().objects()
                : left.stream()
                        .map(object -> reader.get(
                                object.getMetadata().getNamespace(),
                                object.getMetadata().getName()))
                        .filter(object -> object != null)
                        .toList();
        return found.stream()
                .collect(Collectors.toMap(object -> object.getMetadata().getUid(), Function.identity()));
    }

    private void say(String about, String line) {
        if (!line.equals(said.put(about, line))) {
            tell.accept(line);
        }
    }

    private String state(GenericKubernetesResource object) {
        String label = wanted.kind()
                .label(object.getMetadata().getNamespace(), object.getMetadata().getName());
        if (wanted.kind() != Kind.EXPERIMENT) {
            return "%s to be gone".formatted(label);
        }
        String state = object.get("status", "state");
        List<String> heldBy = object.get("status", "heldBy");
        return "%s: its fault has to be off; state %s%s"
                .formatted(
                        label,
                        Optional.ofNullable(state).orElse("not known, as no controller has seen it"),
                        heldBy == null || heldBy.isEmpty() ? "" : ", held by " + String.join(", ", heldBy));
    }

    private CommandFailure late(List<GenericKubernetesResource> left, Duration timeout) {
        return new CommandFailure(
                "%d of the deleted objects %s still there after %ds"
                        .formatted(left.size(), left.size() == 1 ? "is" : "are", timeout.toSeconds()),
                left.stream().map(this::state).collect(Collectors.joining("; ")),
                wanted.kind() == Kind.EXPERIMENT
                        ? "See that a controller runs (`glooshot doctor`), or take faults off with `glooshot recover`."
                        : "See which finalizers they have: `glooshot get %s -o yaml`."
                                .formatted(wanted.kind().plural()));
    }
}
