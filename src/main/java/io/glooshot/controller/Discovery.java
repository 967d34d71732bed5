package io.glooshot.controller;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.api.Mesh;
import io.glooshot.api.MeshSpec;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.mesh.ControlPlaneFinder;
import io.glooshot.mesh.ControlPlaneRevision;
import io.glooshot.mesh.Mandate;
import io.glooshot.mesh.Sighting;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.HttpURLConnection;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Looks for control planes from time to time, while this replica leads, and creates a Mesh for each that has none. A Mesh
 * that is there is never changed: what a user wrote into it counts. Nor is one deleted: experiments may refer to it.
 */
@ApplicationScoped
class Discovery {

    private static final Logger LOG = Logger.getLogger(Discovery.class);
    private static final Map<String, String> LABELS = Map.of("app.kubernetes.io/managed-by", "glooshot");

    private final Map<MeshType, ControlPlaneFinder> finders;
    private final KubernetesClient client;
    private final Mandate mandate;
    private final DiscoverySettings settings;
    private final MeshPokes pokes;
    private final Map<MeshType, Sighting> sightings = new ConcurrentHashMap<>();
    /** By what was tried: an error that stays is told once. */
    private final Map<String, String> told = new ConcurrentHashMap<>();

    @Inject
    Discovery(
            @Any Instance<ControlPlaneFinder> finders,
            KubernetesClient client,
            Mandate mandate,
            DiscoverySettings settings,
            MeshPokes pokes) {
        this(finders.stream().toList(), client, mandate, settings, pokes);
    }

    Discovery(
            Collection<? extends ControlPlaneFinder> finders,
            KubernetesClient client,
            Mandate mandate,
            DiscoverySettings settings,
            MeshPokes pokes) {
        this.finders =
                finders.stream().collect(Collectors.toUnmodifiableMap(ControlPlaneFinder::type, Function.identity()));
        this.client = client;
        this.mandate = mandate;
        this.settings = settings;
        this.pokes = pokes;
    }

    /** How the control planes of a kind of mesh are found; empty when it has none to find. */
    Optional<ControlPlaneFinder> finder(MeshType type) {
        return Optional.ofNullable(finders.get(type));
    }

    /** What the last look has shown; empty before the first. */
    Optional<Sighting> lastSighting(MeshType type) {
        return Optional.ofNullable(sightings.get(type));
    }

    /** Looks right away, without keeping the caller waiting. */
    void lookSoon() {
        Infrastructure.getDefaultWorkerPool().execute(this::look);
    }

    /** One look at a time: two would both miss a Mesh that neither has created yet. */
    @Scheduled(every = "{glooshot.discovery.interval}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    synchronized void look() {
        if (mandate.isHeld()) {
            finders.values().forEach(this::look);
        }
    }

    private void look(ControlPlaneFinder finder) {
        MeshType type = finder.type();
        Sighting sighting = sight(finder);
        if (!sighting.equals(sightings.put(type, sighting))) {
            tell(type, sighting);
            pokes.poke(type);
        }
        if (settings.enabled() && sighting instanceof Sighting.Seen seen) {
            attempt("see which Meshes there are", () -> createMissing(type, seen));
        }
    }

    private static Sighting sight(ControlPlaneFinder finder) {
        try {
            return finder.look();
        } catch (RuntimeException e) {
            // Whatever it met must not keep the others, or the next look, from being made.
            return new Sighting.Failed("The look for control planes has failed: " + e);
        }
    }

    private static void tell(MeshType type, Sighting sighting) {
        if (sighting instanceof Sighting.Failed failed) {
            LOG.warnf("%s: %s", type, failed.message());
        } else if (sighting instanceof Sighting.NotServed notServed) {
            LOG.infof("%s: %s", type, notServed.message());
        } else {
            String found = ((Sighting.Seen) sighting)
                    .controlPlanes().stream()
                            .map(each -> "%s of revision %s".formatted(each.workload(), each.revision()))
                            .collect(Collectors.joining(", "));
            LOG.infof("%s: found %s", type, found.isEmpty() ? "no control plane" : found);
        }
    }

    private void createMissing(MeshType type, Sighting.Seen seen) {
        Collection<String> known = client.resources(Mesh.class).list().getItems().stream()
                .filter(mesh -> mesh.getSpec().type() == type)
                .map(mesh -> revision(mesh.getSpec()))
                .toList();
        seen.controlPlanes().stream()
                .filter(found -> !known.contains(found.revision()))
                .map(found -> mesh(type, found))
                .forEach(mesh -> attempt("create Mesh " + mesh.getMetadata().getName(), () -> create(mesh)));
    }

    private void create(Mesh mesh) {
        client.resource(mesh).create();
        LOG.infof("Created Mesh %s", mesh.getMetadata().getName());
    }

    /** The revision that a Mesh stands for. */
    static String revision(MeshSpec spec) {
        return spec.revision() == null ? ControlPlaneFinder.DEFAULT_REVISION : spec.revision();
    }

    private static Mesh mesh(MeshType type, ControlPlaneRevision found) {
        boolean isDefault = found.revision().equals(ControlPlaneFinder.DEFAULT_REVISION);
        String name = type.name().toLowerCase() + (isDefault ? "" : "-" + found.revision());
        Mesh mesh = new Mesh();
        mesh.setMetadata(
                new ObjectMetaBuilder().withName(name).withLabels(LABELS).build());
        mesh.setSpec(new MeshSpec(type, isDefault ? null : found.revision(), null));
        return mesh;
    }

    /** Another time will do when it fails, and discovery goes on. */
    private void attempt(String what, Runnable action) {
        try {
            action.run();
            told.remove(what);
        } catch (RuntimeException e) {
            String why = why(e);
            if (!why.equals(told.put(what, why))) {
                LOG.warnf("Cannot %s: %s", what, why);
            }
        }
    }

    private static String why(RuntimeException e) {
        if (!(e instanceof KubernetesClientException refused) || refused.getStatus() == null) {
            return String.valueOf(e.getMessage());
        }
        return refused.getCode() == HttpURLConnection.HTTP_CONFLICT
                ? "somebody else was faster, or the name is taken"
                : refused.getStatus().getMessage();
    }
}
