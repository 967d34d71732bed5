package io.glooshot.metric;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.glooshot.experiment.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Secrets of one namespace as a test sets them, and a clock that only the test moves. */
final class TestSecrets {

    static final Duration REFRESH = Duration.ofSeconds(10);

    private final Map<String, Secret> stored = new ConcurrentHashMap<>();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final AtomicReference<Moment> now = new AtomicReference<>(new Moment(Instant.EPOCH, 0));
    private final Secrets secrets;

    private TestSecrets(String namespace) {
        secrets = new Secrets(this::read, List.of(namespace), REFRESH, now::get);
    }

    /** With a Secret called hook. */
    static TestSecrets in(String namespace, Map<String, String> data) {
        TestSecrets secrets = new TestSecrets(namespace);
        secrets.store("hook", data);
        return secrets;
    }

    Secrets secrets() {
        return secrets;
    }

    void store(String name, Map<String, String> data) {
        SecretBuilder secret = new SecretBuilder()
                .withNewMetadata()
                .withUid("uid")
                .withResourceVersion(Integer.toString(data.hashCode()))
                .endMetadata();
        data.forEach((key, value) -> secret.addToData(key, Base64.getEncoder().encodeToString(value.getBytes(UTF_8))));
        stored.put(name, secret.build());
    }

    void delete(String name) {
        stored.remove(name);
    }

    /** @param how null when reading works again */
    void fail(RuntimeException how) {
        failure.set(how);
    }

    void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    int reads() {
        return reads.get();
    }

    private Optional<Secret> read(String namespace, String name) {
        reads.incrementAndGet();
        if (failure.get() != null) {
            throw failure.get();
        }
        return Optional.ofNullable(stored.get(name));
    }
}
