package io.glooshot.playground;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoModuleTest {
    @Test
    void saysWhichGoIsNeeded() {
        assertThat(GoModule.explain("go: go.mod requires go >= 1.26.0 (running go 1.24.4; GOTOOLCHAIN=local)\n"))
                .isEqualTo("Go 1.26 or newer is needed, and this is Go 1.24.4");
        assertThat(GoModule.explain("go: example.com/m@v1.2.3 requires go >= 1.26 (running go 1.25.1)\n"))
                .isEqualTo("Go 1.26 or newer is needed, and this is Go 1.25.1");
    }

    @Test
    void repeatsTheLastWordsOfGoOtherwise() {
        assertThat(GoModule.explain("first\nlast\n")).isEqualTo("last");
        assertThat(GoModule.explain("")).isEqualTo("go failed without a word");
    }
}
