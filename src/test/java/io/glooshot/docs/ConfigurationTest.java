package io.glooshot.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappingInterface;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/configuration.md names every setting there is, and no other. */
class ConfigurationTest {

    private static final Pattern SETTING = Pattern.compile("^\\| `(glooshot\\.[a-z.-]+)` \\|", Pattern.MULTILINE);

    @Test
    void namesEverySetting() throws IOException {
        String page = Files.readString(Path.of("docs/configuration.md"));

        Set<String> documented = SETTING.matcher(page)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(documented).isNotEmpty().isEqualTo(settings());
    }

    private static Set<String> settings() {
        List<JavaClass> mappings = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.glooshot").stream()
                        .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                        .toList();
        return mappings.stream()
                .map(JavaClass::reflect)
                .flatMap(mapping -> ConfigMappingInterface.getProperties(
                                ConfigMappingInterface.getConfigurationInterface(mapping))
                        .get(mapping)
                        .get("")
                        .keySet()
                        .stream()
                        // The elements of a list stand in the setting itself, separated by commas.
                        .filter(key -> !key.endsWith("[*]"))
                        .map(key -> mapping.getAnnotation(ConfigMapping.class).prefix() + "." + key))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
