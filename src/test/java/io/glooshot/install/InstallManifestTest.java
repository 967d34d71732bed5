package io.glooshot.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code ./mvnw test -Dtest=InstallManifestTest -Dinstall.update} writes {@code kubernetes/install.yaml} anew. */
class InstallManifestTest {

    private static final Path FILE = Path.of("kubernetes/install.yaml");

    @Test
    void isWhatInitWouldInstallByDefault() throws IOException {
        String rendered = Installer.yaml(Release.packed(), Values.defaults());
        if (System.getProperty("install.update") != null) {
            Files.writeString(FILE, rendered);
        }

        assertThat(FILE)
                .content()
                .as(
                        "kubernetes/install.yaml is out of date: run ./mvnw test -Dtest=InstallManifestTest -Dinstall.update")
                .isEqualTo(rendered);
    }
}
