package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.conversion.Conversion;
import io.glooshot.conversion.Converter;
import io.glooshot.conversion.OldExperiments;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The API server takes what is made of files of 0.0.x, drafts included. Nothing of it is stored. */
@ExtendWith(SharedWorld.class)
class ConversionIT {

    private static final String NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata: {name: bookinfo}\n";
    private static final Path OLD = Path.of("src/test/resources/conversion/0.0.x");
    /** What the API server says within a minute. */
    private static final int RANDOM = 400;

    @TempDir
    Path directory;

    @Test
    void takesEveryOldExample(World world) throws IOException {
        List<ObjectNode> objects = new ArrayList<>();
        try (Stream<Path> files = Files.list(OLD)) {
            for (Path file : files.sorted().toList()) {
                Conversion conversion = Converter.convert(Files.readString(file), file.toString());
                objects.addAll(conversion.objects());
                objects.addAll(conversion.incomplete());
            }
            assertThat(objects).hasSize(14);
        }

        assertTaken(objects, world);
    }

    @Test
    void takesWhateverIsMadeOfRandomExperiments(World world) throws IOException {
        List<ObjectNode> objects = new ArrayList<>();
        for (long seed = 0; objects.size() < RANDOM; seed++) {
            ObjectNode old = seed % 2 == 0 ? OldExperiments.right(seed) : OldExperiments.any(seed);
            Conversion conversion = Converter.convert(old.toString(), "seed " + seed);
            objects.addAll(conversion.objects());
            objects.addAll(conversion.incomplete());
        }

        assertTaken(objects, world);
    }

    private void assertTaken(List<ObjectNode> objects, World world) throws IOException {
        world.kube().apply(NAMESPACE);
        String text = objects.stream().map(YamlText::of).collect(Collectors.joining(YamlText.SEPARATOR));
        Path file = Files.writeString(directory.resolve("converted.yaml"), text);

        // Names may be the same, or made by the server, so they are created and not applied.
        String created =
                world.kube().mustKubectl("create", "--dry-run=server", "--validate=strict", "-f", file.toString());

        assertThat(created.lines()).hasSize(objects.size()).allMatch(line -> line.endsWith("created (server dry run)"));
    }
}
