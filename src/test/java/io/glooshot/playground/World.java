package io.glooshot.playground;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * A local world of real parts: API server with the project's CRDs, Prometheus, controllers, and as many sample
 * applications as there are tests. All of it listens on 127.0.0.1 only, and ends with this JVM at the latest.
 */
public final class World implements AutoCloseable {
    public static final class Builder {
        private final Progress progress;
        private Duration scrapeInterval = Duration.ofSeconds(1);
        private int controllers = 1;
        private boolean withIstio;

        private Builder(Progress progress) {
            this.progress = progress;
        }

        public Builder scrapeInterval(Duration interval) {
            scrapeInterval = interval;
            return this;
        }

        /** More than one for take-over by a follower. They are started by those who need them. */
        public Builder controllers(int count) {
            controllers = count;
            return this;
        }

        /** With a control plane of Istio, for {@link World#istioBookinfo}. */
        public Builder istio() {
            withIstio = true;
            return this;
        }

        public World start() {
            World world = new World(progress);
            try {
                world.start(this);
                return world;
            } catch (RuntimeException e) {
                world.close();
                throw e;
            }
        }
    }

    private static final Duration GLOOSHOT_LIMIT = Duration.ofMinutes(2);

    private final Progress progress;
    private final Parts parts;
    private final Path root = Directories.temporary("playground");
    private final Vertx vertx = Vertx.vertx();
    /** What came last goes first. */
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private final Thread atExit = new Thread(this::closeAtExit);
    private KubeApiServer kube;
    private Istio istio;
    private Prometheus prometheus;
    private List<ControllerProcess> controllers = List.of();
    private boolean closed;

    private World(Progress progress) {
        this.progress = progress;
        this.parts = Parts.onThisMachine(progress);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    public static Builder builder(Progress progress) {
        return new Builder(progress);
    }

    private void start(Builder wishes) {
        // One after the other, so that their progress can be read.
        Part.basic().forEach(parts::get);
        if (wishes.withIstio) {
            parts.get(Part.ISTIOD);
        }
        String relabeling = wishes.withIstio ? Istio.relabeling() : "";
        CompletableFuture<Prometheus> monitoring = CompletableFuture.supplyAsync(
                () -> opened(Prometheus.start(parts, directory("prometheus"), wishes.scrapeInterval, relabeling)));
        try {
            kube = opened(KubeApiServer.start(parts, directory("kube")));
            progress.step("Kubernetes API server: %s", kube.url());
            applyCustomResourceDefinitions();
            if (wishes.withIstio) {
                istio = opened(Istio.start(parts, directory("istio"), kube));
                progress.step("Istio %s: %s/debug", Istio.VERSION, istio.debugUrl());
            }
        } finally {
            prometheus = monitoring.join();
        }
        progress.step("Prometheus: %s", prometheus.url());
        controllers = IntStream.range(0, wishes.controllers)
                .mapToObj(i -> opened(new ControllerProcess(
                        "controller-" + i, directory("controller"), kube.kubeconfig(), prometheus.url())))
                .toList();
    }

    /** From the files that users install, so that a mistake in them is seen here first. */
    private void applyCustomResourceDefinitions() {
        kube.mustKubectl(
                "apply", "--server-side", "-f", Path.of("crd").toAbsolutePath().toString());
        kube.mustKubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
    }

    public Progress progress() {
        return progress;
    }

    public Parts parts() {
        return parts;
    }

    public Vertx vertx() {
        return vertx;
    }

    public KubeApiServer kube() {
        return kube;
    }

    public Prometheus prometheus() {
        return prometheus;
    }

    /** In a world that was built with it. */
    public Istio istio() {
        if (istio == null) {
            throw new IllegalStateException("this world has no Istio");
        }
        return istio;
    }

    /** Not started yet. */
    public ControllerProcess controller() {
        return controllers.get(0);
    }

    public List<ControllerProcess> controllers() {
        return controllers;
    }

    List<Integer> controllerPorts() {
        return controllers.stream().map(ControllerProcess::grpcPort).toList();
    }

    /** Of a test's own: no controller runs that would empty one for the next. */
    public String newNamespace(String prefix) {
        String name = prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
        kube.mustKubectl("create", "namespace", name);
        return name;
    }

    /** In a namespace that exists. */
    public Bookinfo bookinfo(String namespace) {
        Bookinfo bookinfo = opened(Bookinfo.start(this, namespace));
        progress.step("bookinfo in %s: %s", namespace, bookinfo.pageUrl());
        return bookinfo;
    }

    /** In a namespace that exists, of a world with Istio. */
    public IstioBookinfo istioBookinfo(String namespace) {
        IstioBookinfo bookinfo = opened(IstioBookinfo.start(this, namespace));
        progress.step("bookinfo on Istio in %s: %s", namespace, bookinfo.pageUrl());
        return bookinfo;
    }

    /** @param options of the {@code guard} command */
    public GuardProcess guard(String... options) {
        return guard(kube.kubeconfig(), options);
    }

    /** With no more rights than a kubeconfig gives. */
    public GuardProcess guard(Path kubeconfig, String... options) {
        return opened(GuardProcess.start(directory("guard"), kubeconfig, options));
    }

    /** The packaged command line, run to its end against this world's cluster. */
    public Command.Result glooshot(String... arguments) {
        return glooshot(kube.kubeconfig(), arguments);
    }

    /** The same by somebody with no more rights than a kubeconfig gives. */
    public Command.Result glooshot(Path kubeconfig, String... arguments) {
        try {
            return Command.of(ControllerProcess.glooshot(arguments).toArray(String[]::new))
                    .with(Map.of("KUBECONFIG", kubeconfig.toString()))
                    .run(GLOOSHOT_LIMIT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public TestExporter exporter() {
        return opened(TestExporter.start(vertx));
    }

    public TestWebhook webhook() {
        return opened(TestWebhook.start(vertx));
    }

    /** For files of this run. */
    public Path directory(String name) {
        try {
            return Files.createDirectories(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        synchronized (open) {
            if (!closed) {
                open.push(part);
                return part;
            }
        }
        // It was on its way up while the world was taken down.
        closeOne(part);
        throw new IllegalStateException("the playground is closed");
    }

    @Override
    public void close() {
        synchronized (open) {
            if (closed) {
                return;
            }
            closed = true;
            open.forEach(World::closeOne);
        }
        closeOne(() -> LoopbackServer.join(vertx.close()));
        Directories.deleteQuietly(root);
        forgetExitHook();
    }

    private void closeAtExit() {
        ChildProcess.endAll();
        close();
    }

    /** A JVM that closes many worlds must not keep them all in memory. */
    private void forgetExitHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException alreadyOnTheWayOut) {
            // Then there is nothing to forget.
        }
    }

    /** One that resists must not keep the others up. */
    private static void closeOne(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            System.err.println("while stopping the playground: " + e.getMessage());
        }
    }
}
