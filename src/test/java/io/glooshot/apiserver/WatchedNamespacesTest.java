package io.glooshot.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchedNamespacesTest {

    private final List<String> told = new ArrayList<>();
    /** With which the API server answers for a namespace. */
    private final Map<String, Integer> failures = new HashMap<>();

    @Test
    void asksOnceForAllOfThem() {
        WatchedNamespaces all = WatchedNamespaces.all();

        assertThat(all.gather("pods", namespace -> List.of(namespace))).containsExactly(Optional.empty());
        assertThat(all.include("any")).isTrue();
        assertThat(all.names()).isEmpty();
        assertThat(all).hasToString("all namespaces");
    }

    @Test
    void noneThatAreNamedAreAll() {
        assertThat(WatchedNamespaces.of(List.of(), told::add).areAll()).isTrue();
    }

    @Test
    void asksInEachOfSome() {
        WatchedNamespaces some = some();

        assertThat(some.gather("pods", this::answer)).containsExactly("a", "b", "c");
        assertThat(some.include("b")).isTrue();
        assertThat(some.include("d")).isFalse();
        assertThat(some).hasToString("a, b, c");
        assertThat(told).isEmpty();
    }

    @Test
    void passesOverOneThatIsRefusedAndTellsOnceUntilItIsBack() {
        WatchedNamespaces some = some();
        failures.put("b", 403);

        assertThat(some.gather("pods", this::answer)).containsExactly("a", "c");
        assertThat(some.gather("pods", this::answer)).containsExactly("a", "c");
        assertThat(some.unreadable()).containsExactly("b");
        assertThat(told)
                .singleElement()
                .asString()
                .contains("Cannot read pods in namespace b, and passes them over", "no right to b");

        failures.clear();
        assertThat(some.gather("pods", this::answer)).containsExactly("a", "b", "c");
        assertThat(some.unreadable()).isEmpty();
        assertThat(told).hasSize(2).last().isEqualTo("Can read pods in namespace b again.");
    }

    @Test
    void tellsOfEachThingThatIsRefusedByItself() {
        WatchedNamespaces some = some();
        failures.put("b", 403);
        some.gather("pods", this::answer);
        failures.clear();

        some.gather("services", this::answer);

        assertThat(some.unreadable()).containsExactly("b");
        assertThat(told).hasSize(1);
    }

    /** What is refused everywhere may be the whole installation, and nothing is known then. */
    @Test
    void failsWhenAllAreRefused() {
        failures.putAll(Map.of("a", 403, "b", 403, "c", 403));

        assertThatThrownBy(() -> some().gather("pods", this::answer))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        failure -> assertThat(failure.getCode()).isEqualTo(403));
    }

    /** An API server that is away says nothing of a namespace. */
    @Test
    void failsWhenOneIsNotAnswered() {
        for (int code : new int[] {500, 429, 404, 0}) {
            failures.put("b", code);

            assertThatThrownBy(() -> some().gather("pods", this::answer)).isInstanceOf(KubernetesClientException.class);
        }
        assertThat(told).isEmpty();
    }

    private WatchedNamespaces some() {
        return WatchedNamespaces.of(List.of("b", "a", "c"), told::add);
    }

    private List<String> answer(Optional<String> namespace) {
        String name = namespace.orElseThrow();
        if (failures.containsKey(name)) {
            throw new KubernetesClientException("no right to " + name, failures.get(name), null);
        }
        return List.of(name);
    }
}
