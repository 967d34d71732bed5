package io.glooshot.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.VersionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerVersionTest {

    @ParameterizedTest
    @CsvSource({
        "1, 29, true",
        "1, 29+, true",
        "1, 30, false",
        "1, 30+, false",
        "1, 34, false",
        "2, 0, false",
        "0, 99, true",
        "'', '', true"
    })
    void knowsWhichAreTooOld(String major, String minor, boolean isTooOld) {
        VersionInfo info = new VersionInfo.Builder()
                .withMajor(major)
                .withMinor(minor)
                .withGitVersion("v" + major + "." + minor)
                .build();

        assertThat(ServerVersion.of(info).isTooOld()).isEqualTo(isTooOld);
    }
}
