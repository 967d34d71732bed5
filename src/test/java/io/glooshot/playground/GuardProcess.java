package io.glooshot.playground;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The packaged guard, as a cluster runs it. */
public final class GuardProcess implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);

    private final ChildProcess process;
    private final String url;

    private GuardProcess(ChildProcess process, String url) {
        this.process = process;
        this.url = url;
    }

    static GuardProcess start(Path directory, Path kubeconfig, String... options) {
        int port = LoopbackPorts.take();
        List<String> words = new ArrayList<>(ControllerProcess.glooshot("guard"));
        words.addAll(List.of("--http-host", "127.0.0.1", "--http-port", Integer.toString(port)));
        words.addAll(List.of(options));
        ChildProcess process = ChildProcess.start(
                "guard",
                directory.resolve("guard-%d.log".formatted(port)),
                Map.of("KUBECONFIG", kubeconfig.toString()),
                words);
        String url = "http://127.0.0.1:" + port;
        try {
            process.awaitReady(READY_LIMIT, () -> LoopbackHttp.answersOk(url + "/healthz"));
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
        return new GuardProcess(process, url);
    }

    public String url() {
        return url;
    }

    public Path log() {
        return process.log();
    }

    public void stop() {
        process.stop();
    }

    @Override
    public void close() {
        process.close();
    }
}
