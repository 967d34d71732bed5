package io.glooshot.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.SecretKey;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SecretsTest {

    private static final String SECRET = "s3cret";

    private final TestSecrets stored = TestSecrets.in("bookinfo", Map.of("token", SECRET));

    @Test
    void readsOnceForAllWhoAskWithinTheRefresh() {
        List<Uni<String>> all =
                IntStream.range(0, 50).mapToObj(i -> ask("token")).toList();

        assertThat(Uni.join().all(all).andFailFast().await().atMost(Duration.ofSeconds(5)))
                .hasSize(50)
                .containsOnly(SECRET);
        stored.pass(TestSecrets.REFRESH.minusMillis(1));
        assertThat(value("token")).isEqualTo(SECRET);
        assertThat(stored.reads()).isEqualTo(1);
    }

    @Test
    void picksARotationUpWithoutMakingAnybodyWait() {
        assertThat(value("token")).isEqualTo(SECRET);
        stored.store("hook", Map.of("token", "rotated\n"));

        stored.pass(TestSecrets.REFRESH);

        await().atMost(Duration.ofSeconds(5)).until(() -> value("token").equals("rotated"));
        assertThat(stored.reads()).isEqualTo(2);
    }

    @Test
    void goesOnWithWhatItHasWhileTheApiServerIsAway() {
        assertThat(value("token")).isEqualTo(SECRET);
        stored.fail(new KubernetesClientException("connection refused"));

        for (int i = 0; i < 5; i++) {
            int before = stored.reads();
            stored.pass(TestSecrets.REFRESH);
            assertThat(value("token")).isEqualTo(SECRET);
            await().atMost(Duration.ofSeconds(5)).until(() -> stored.reads() > before);
        }
        stored.fail(null);
        stored.delete("hook");
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            stored.pass(TestSecrets.REFRESH);
            assertThatThrownBy(() -> value("token")).hasMessageContaining("There is no Secret hook");
        });
    }

    @Test
    void findsOneThatWasMissingSoonAfterItIsThere() {
        stored.delete("hook");
        assertThatThrownBy(() -> value("token")).hasMessage("There is no Secret hook in namespace bookinfo.");
        stored.store("hook", Map.of("token", SECRET));

        stored.pass(Duration.ofMillis(500));

        assertThat(value("token")).isEqualTo(SECRET);
    }

    @Test
    void readsNothingInOtherNamespaces() {
        assertThatThrownBy(() -> stored.secrets()
                        .value(new SecretKey("kube-system", "hook", "token"))
                        .await()
                        .atMost(Duration.ofSeconds(5)))
                .isInstanceOfSatisfying(
                        AbortException.class,
                        refused -> assertThat(refused.verdict().reason()).isEqualTo("SecretNotAllowed"))
                .hasMessageContaining("glooshot.secrets.namespaces");
        assertThat(stored.reads()).isZero();
    }

    @Test
    void saysWhoCanGiveItTheRightThatItLacks() {
        stored.fail(new KubernetesClientException(
                new StatusBuilder().withCode(403).withMessage("forbidden").build()));

        assertThatThrownBy(() -> value("token"))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("an administrator can give it by a Role");
    }

    @Test
    void neverShowsWhatCannotBeUsed() {
        stored.store("hook", Map.of("token", SECRET + "\r\nX-Evil: 1", "binary", "\u0000" + SECRET));

        for (String key : List.of("token", "binary", "none")) {
            assertThatThrownBy(() -> value(key))
                    .isInstanceOf(AbortException.class)
                    .hasMessageContaining("Secret hook in namespace bookinfo")
                    .hasMessageNotContaining(SECRET);
        }
        assertThat(stored.secrets().get("bookinfo", "hook").await().atMost(Duration.ofSeconds(5)))
                .hasToString("Secret hook in namespace bookinfo");
    }

    private Uni<String> ask(String key) {
        return stored.secrets().value(new SecretKey("bookinfo", "hook", key));
    }

    private String value(String key) {
        return ask(key).await().atMost(Duration.ofSeconds(5));
    }
}
