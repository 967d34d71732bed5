package io.glooshot.mesh.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientIdentityTest {

    @ParameterizedTest
    @ValueSource(strings = {"reviews.bookinfo", "reviews.bookinfo.svc", "reviews.bookinfo.svc.cluster.local"})
    void speaksForTheServiceThatItIsNamedAfter(String name) {
        assertThat(withNames("other", name).speaksFor(Plans.REVIEWS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"reviews", "reviews.other", "*.bookinfo", "reviews.bookinfo.svc.example.com", "xreviews.bookinfo"
            })
    void speaksForNoOther(String name) {
        assertThat(withNames(name).speaksFor(Plans.REVIEWS)).isFalse();
    }

    @Test
    void speaksForNobodyWithoutAName() {
        assertThat(withNames().speaksFor(Plans.REVIEWS)).isFalse();
    }

    private static ClientIdentity withNames(String... names) {
        return new ClientIdentity(Optional.of(Set.of(names)));
    }
}
