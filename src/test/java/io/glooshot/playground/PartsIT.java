package io.glooshot.playground;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PartsIT {
    @ParameterizedTest
    @EnumSource
    void isFoundOrFetched(Part part) {
        assertThat(Parts.onThisMachine(Progress.toStandardOut()).get(part)).isExecutable();
    }
}
