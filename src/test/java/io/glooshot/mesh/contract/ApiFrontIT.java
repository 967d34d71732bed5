package io.glooshot.mesh.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.World;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The other tests' own instrument: where it does nothing, or something else, they prove nothing. */
@ExtendWith(SharedWorld.class)
class ApiFrontIT {

    private KubernetesClient direct;
    private ApiFront front;
    private String namespace;

    @BeforeEach
    void open(World world) {
        direct = world.kube().client();
        front = ApiFront.before(direct, world.vertx());
        namespace = world.newNamespace("front");
    }

    @AfterEach
    void close() {
        front.close();
    }

    @Test
    void passesCallsOnAndCountsThoseThatWrite() {
        create("one");
        assertThat(front.client().configMaps().inNamespace(namespace).list().getItems())
                .extracting(map -> map.getMetadata().getName())
                .containsExactly("one");
        front.client().resource(map("two")).dryRun(true).create();
        front.client().configMaps().inNamespace(namespace).withName("one").delete();

        assertThat(names()).isEmpty();
        assertThat(front.writes()).extracting(ApiFront.Call::method).containsExactly("POST", "DELETE");
        assertThat(front.calls()).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void passesOnWhatTheApiServerRefuses() {
        create("one");

        assertThatThrownBy(() -> create("one"))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refused -> assertThat(refused.getStatus().getReason()).isEqualTo("AlreadyExists"));
    }

    @Test
    void streamsWatches() {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (Watch ignored = front.client().configMaps().inNamespace(namespace).watch(new Watcher<>() {
            @Override
            public void eventReceived(Action action, ConfigMap map) {
                seen.add(action + " " + map.getMetadata().getName());
            }

            @Override
            public void onClose(WatcherException cause) {}
        })) {
            direct.resource(map("one")).create();
            await().until(() -> seen.equals(List.of("ADDED one")));
            direct.resource(map("two")).create();
            await().until(() -> seen.equals(List.of("ADDED one", "ADDED two")));
        }
    }

    @Test
    void cutsBeforeAWriteAndRefusesAllUntilItIsRestored() {
        front.onWrite(2, new Incident.CutBefore());
        create("one");

        assertThatThrownBy(() -> create("two")).isInstanceOf(KubernetesClientException.class);
        assertThat(front.isWaiting()).isFalse();
        assertThatThrownBy(
                        () -> front.client().configMaps().inNamespace(namespace).list())
                .isInstanceOf(KubernetesClientException.class);
        assertThat(names()).containsExactly("one");

        front.restore();
        create("three");
        assertThat(names()).containsExactly("one", "three");
    }

    @Test
    void cutsRightAfterAWrite() {
        front.onWrite(1, new Incident.CutAfter());

        assertThatThrownBy(() -> create("one")).isInstanceOf(KubernetesClientException.class);
        assertThatThrownBy(() -> create("two")).isInstanceOf(KubernetesClientException.class);
        assertThat(names()).containsExactly("one");
    }

    @Test
    void losesOneWriteOrItsAnswerAndNoOther() {
        front.onWrite(1, new Incident.LostBefore());
        assertThatThrownBy(() -> create("one")).isInstanceOf(KubernetesClientException.class);
        front.onWrite(1, new Incident.LostAfter());
        assertThatThrownBy(() -> create("two")).isInstanceOf(KubernetesClientException.class);
        create("three");

        assertThat(names()).containsExactly("three", "two");
    }

    @Test
    void refusesOneWriteAndNoOther() {
        for (int status : new int[] {409, 429, 500}) {
            front.onWrite(1, new Incident.Refused(status));

            assertThatThrownBy(() -> create("refused-" + status))
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            refused -> assertThat(refused.getCode()).isEqualTo(status));
            create("taken-" + status);
        }
        assertThat(names()).containsExactly("taken-409", "taken-429", "taken-500");
    }

    @Test
    void letsSomebodyElseWriteFirst() {
        front.onWrite(1, new Incident.Preceded(() -> direct.resource(map("one")).create()));

        assertThatThrownBy(() -> create("one"))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refused -> assertThat(refused.getCode()).isEqualTo(409));
    }

    @Test
    void holdsAWriteUntilItIsReleased() {
        CompletableFuture<Void> release = new CompletableFuture<>();
        front.onWrite(1, new Incident.Held(release));
        CompletableFuture<Void> write = CompletableFuture.runAsync(() -> create("one"));
        await().until(() -> !front.isWaiting());
        create("two");
        assertThat(write).isNotDone();
        assertThat(names()).containsExactly("two");

        release.complete(null);

        write.join();
        assertThat(names()).containsExactly("one", "two");
    }

    private void create(String name) {
        front.client().resource(map(name)).create();
    }

    private ConfigMap map(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .build();
    }

    private List<String> names() {
        return direct.configMaps().inNamespace(namespace).list().getItems().stream()
                .map(map -> map.getMetadata().getName())
                .sorted()
                .toList();
    }
}
