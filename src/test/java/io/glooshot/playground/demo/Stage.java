package io.glooshot.playground.demo;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Experiment;
import io.glooshot.api.Report;
import io.glooshot.playground.Bookshop;
import io.glooshot.playground.Progress;
import io.glooshot.playground.TestWebhook;
import io.glooshot.playground.Traffic;
import io.glooshot.playground.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** All that the tutorial needs to be there: the world with a controller, the bookshop and its users. */
final class Stage implements AutoCloseable {
    static final String NAMESPACE = "bookinfo";

    private static final int USERS_PER_SECOND = 20;
    private static final Duration TRAFFIC_LIMIT = Duration.ofSeconds(60);

    private final DemoMesh mesh;
    private final World world;
    private TestWebhook check;
    private Bookshop bookinfo;
    private Map<String, Traffic> users = Map.of();

    private Stage(DemoMesh mesh, World world) {
        this.mesh = mesh;
        this.world = world;
    }

    static Stage build(Progress progress, DemoMesh mesh) {
        progress.step("Bringing up a local world; everything listens on 127.0.0.1 only");
        Stage stage = new Stage(mesh, mesh.bringUp(progress));
        try {
            stage.furnish();
            return stage;
        } catch (RuntimeException e) {
            String evidence = stage.evidence().keep();
            stage.close();
            throw new IllegalStateException(Causes.of(e) + System.lineSeparator() + evidence, e);
        }
    }

    private void furnish() {
        progress().step("Gloo Shot controller: starting");
        world.controller().start();
        progress().step("Gloo Shot controller: %s", world.controller().httpUrl());
        check = world.webhook();
        apply(mesh.file());
        kubectl("create", "namespace", NAMESPACE);
        bookinfo = mesh.bookshop(world, NAMESPACE);
        users = List.of("reviews", "reviews-resilient").stream()
                .collect(Collectors.toMap(reviews -> reviews, reviews -> bookinfo.browse(reviews, USERS_PER_SECOND)));
        progress().step("Users look at the page, %d times a second for each reviews service", USERS_PER_SECOND);
        users.keySet().forEach(this::awaitTrafficInPrometheus);
        progress().step("Prometheus sees their requests");
    }

    /** Before that a success rate has no data, and an experiment would rightly refuse to start. */
    private void awaitTrafficInPrometheus(String reviews) {
        String query = "sum(rate(" + mesh.requestsTo(reviews) + "[10s]))";
        Awaitility.await("requests to " + reviews + " in Prometheus")
                .atMost(TRAFFIC_LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> world.prometheus().query(query).orElse(0) > 0);
    }

    DemoMesh mesh() {
        return mesh;
    }

    Evidence evidence() {
        return new Evidence(world, "experiments,reports,meshes,events" + mesh.furtherKinds());
    }

    World world() {
        return world;
    }

    Progress progress() {
        return world.progress();
    }

    TestWebhook check() {
        return check;
    }

    String pageUrl() {
        return bookinfo.pageUrl();
    }

    Users usersOf(String reviews) {
        return new Users(users.get(reviews));
    }

    Collection<Traffic> traffic() {
        return users.values();
    }

    String kubectl(String... arguments) {
        progress().step("$ kubectl %s", String.join(" ", arguments));
        return world.kube().mustKubectl(arguments);
    }

    /** The file as it is, but for the mesh, and for the URLs of what runs here: only now are their ports known. */
    void apply(Path file) {
        try {
            String manifest = Files.readString(file);
            List<String> changes = new ArrayList<>();
            String adapted = mesh.adapted(manifest);
            if (!adapted.equals(manifest)) {
                changes.add("targetMesh: {name: " + mesh + "}");
            }
            adapted = replaced(adapted, "webhookUrl: ", check.url(), changes);
            adapted = replaced(
                    adapted, "prometheus:\n    url: ", world.prometheus().url(), changes);
            String note = changes.isEmpty() ? "" : " (with " + String.join(" and ", changes) + ")";
            progress().step("$ kubectl apply -f %s%s", file, note);
            world.kube().apply(adapted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String replaced(String manifest, String key, String url, List<String> changes) {
        String replaced = manifest.replaceAll(key + "\\S+", key + url);
        if (!replaced.equals(manifest)) {
            changes.add(key.replaceAll("\\s+", " ") + url);
        }
        return replaced;
    }

    Optional<Experiment> experiment(String name) {
        return Optional.ofNullable(client().resources(Experiment.class)
                .inNamespace(NAMESPACE)
                .withName(name)
                .get());
    }

    Optional<Report> report(String name) {
        return Optional.ofNullable(client().resources(Report.class)
                .inNamespace(NAMESPACE)
                .withName(name)
                .get());
    }

    private KubernetesClient client() {
        return world.kube().client();
    }

    @Override
    public void close() {
        users.values().forEach(Traffic::close);
        world.close();
    }
}
