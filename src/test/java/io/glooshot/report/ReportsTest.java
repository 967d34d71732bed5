package io.glooshot.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportsTest {

    /** As the client tells of a connection that is refused or reset, and of an answer that does not come. */
    @Test
    void areTriedAgainWhileTheApiServerCannotBeReached() {
        IOException reset = new IOException("Connection reset", new SocketException("Connection reset"));

        assertThat(Reports.mayPass(new KubernetesClientException("An error has occurred.", reset)))
                .isTrue();
        assertThat(Reports.mayPass(new KubernetesClientException("An error has occurred.")))
                .isTrue();
        assertThat(Reports.mayPass(new KubernetesClientTimeoutException(List.of(), 5, TimeUnit.SECONDS)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 429, 500, 502, 503, 504})
    void areTriedAgainAfterARefusalThatMayPass(int code) {
        assertThat(Reports.mayPass(new KubernetesClientException("no", code, null)))
                .isTrue();
    }

    /** In a namespace that is deleted it is 403, without the kind it is 404. */
    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 413, 422})
    void areGivenUpAfterOneThatStays(int code) {
        assertThat(Reports.mayPass(new KubernetesClientException("no", code, null)))
                .isFalse();
    }

    @Test
    void areGivenUpWhereTheMistakeIsOurs() {
        assertThat(Reports.mayPass(new IllegalStateException("a mistake"))).isFalse();
    }
}
