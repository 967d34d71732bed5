package io.glooshot.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiFailureTest {

    private static final IOException RESET =
            new IOException("Connection reset", new SocketException("Connection reset"));

    /** As the API server says it of Istio's webhook while istiod is away. */
    private static final String WEBHOOK = "Internal error occurred: failed calling webhook"
            + " \"rev.validation.istio.io\": failed to call webhook: Post \"https://127.0.0.1:15017/validate?timeout=10s\":"
            + " dial tcp 127.0.0.1:15017: connect: connection refused";

    /** As the client tells of a connection that is refused or reset, and of an answer that does not come. */
    @Test
    void mayPassWhileTheApiServerCannotBeReached() {
        assertThat(ApiFailure.mayPass(new KubernetesClientException("An error has occurred.", RESET)))
                .isTrue();
        assertThat(ApiFailure.mayPass(new KubernetesClientException("An error has occurred.")))
                .isTrue();
        assertThat(ApiFailure.mayPass(new KubernetesClientTimeoutException(List.of(), 5, TimeUnit.SECONDS)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 429, 500, 502, 503, 504})
    void mayPassAfterARefusalThatIsNotForGood(int code) {
        assertThat(ApiFailure.mayPass(new KubernetesClientException("no", code, null)))
                .isTrue();
    }

    /** In a namespace that is deleted it is 403, without the kind it is 404. */
    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 413, 422})
    void staysAfterARefusalThatIsForGood(int code) {
        assertThat(ApiFailure.mayPass(new KubernetesClientException("no", code, null)))
                .isFalse();
    }

    @Test
    void staysWhereTheMistakeIsOurs() {
        assertThat(ApiFailure.mayPass(new IllegalStateException("a mistake"))).isFalse();
    }

    @Test
    void knowsAWebhookThatDidNotAnswer() {
        assertThat(ApiFailure.isOfWebhook(refused("POST", 500, status(WEBHOOK))))
                .isTrue();
        assertThat(ApiFailure.isOfWebhook(refused("POST", 500, status("etcdserver: request timed out"))))
                .isFalse();
        assertThat(ApiFailure.isOfWebhook(refused("POST", 500, new Status()))).isFalse();
        assertThat(ApiFailure.isOfWebhook(refused("POST", 500, null))).isFalse();
        assertThat(ApiFailure.isOfWebhook(new IllegalStateException(WEBHOOK))).isFalse();
    }

    @Test
    void knowsHowLongTheApiServerWantsToBeLeftAlone() {
        Status asking = new StatusBuilder()
                .withNewDetails()
                .withRetryAfterSeconds(3)
                .endDetails()
                .build();
        Status silent = new StatusBuilder().withNewDetails().endDetails().build();

        assertThat(ApiFailure.retryAfter(refused("GET", 429, asking))).contains(Duration.ofSeconds(3));
        assertThat(ApiFailure.retryAfter(refused("GET", 429, silent))).isEmpty();
        assertThat(ApiFailure.retryAfter(refused("GET", 429, null))).isEmpty();
        assertThat(ApiFailure.retryAfter(new IllegalStateException())).isEmpty();
    }

    @Test
    void saysWhatWasAskedAndWhatCameBack() {
        assertThat(ApiFailure.describe(refused("GET", 429, status("Too many requests."))))
                .isEqualTo("GET /api/v1/namespaces/shop/services/cart was answered with 429: Too many requests");
        assertThat(ApiFailure.describe(new KubernetesClientException("GET /api/v1/nodes had no answer", RESET)))
                .isEqualTo("GET /api/v1/nodes had no answer: Connection reset");
        assertThat(ApiFailure.describe(new KubernetesClientException(
                        "Operation: [list]  for kind: [Namespace]  with name: [null]  in namespace: [null]  failed.",
                        RESET)))
                .isEqualTo("Operation: [list] for kind: [Namespace] failed: Connection reset");
        assertThat(ApiFailure.describe(new KubernetesClientException("odd", 503, null)))
                .isEqualTo("A call was answered with 503: odd");
        assertThat(ApiFailure.describe(new KubernetesClientException("An error has occurred.", new IOException())))
                .isEqualTo("An error has occurred: IOException");
    }

    private static KubernetesClientException refused(String method, int code, Status status) {
        return new KubernetesClientException(
                "Failure executing: %s at: http://127.0.0.1:1/api/v1/namespaces/shop/services/cart?x=1. Message: any."
                        .formatted(method),
                code,
                status);
    }

    private static Status status(String message) {
        return new StatusBuilder().withMessage(message).build();
    }
}
