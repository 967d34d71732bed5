package io.glooshot.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.conversion.Conversion;
import io.glooshot.conversion.Converter;
import io.glooshot.conversion.Note;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Turns files of Gloo Shot 0.0.x into objects of today's API. */
@Command(
        name = "convert",
        description = {
            "Turn files of Gloo Shot 0.0.x into objects of today's API.",
            "Objects go to the standard output, and what became of each field that is not the same any more to the error stream, as comments."
                    + " No cluster is needed."
        },
        footer = {
            "  glooshot convert -f old.yaml > new.yaml",
            "  glooshot convert -f old/ --output-dir new/",
            "  kubectl get experiments,upstreams -A -o yaml | glooshot convert -f -"
        },
        exitCodeList = {
            "0:all was carried over; read the warnings",
            "1:something could not be read, or not be carried over",
            "2:wrong usage"
        },
        mixinStandardHelpOptions = true)
class ConvertCommand implements Callable<Integer> {

    /** How objects are written. */
    enum Format {
        yaml,
        json
    }

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-f", "--filename"},
            required = true,
            paramLabel = "FILE",
            description =
                    "A file, a folder with .yaml, .yml and .json files, a URL, or - for standard input. May be given several times.")
    private List<String> sources;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "yaml",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private Format format;

    @Option(
            names = "--output-dir",
            paramLabel = "FOLDER",
            description = "Write a file for each object there instead; none that exists is overwritten.")
    private Path folder;

    @Option(
            names = "--incomplete",
            description =
                    "Write experiments of which something was lost too, to be finished by hand. Run as they are they would"
                            + " break something else than was meant, or be watched by less.")
    private boolean incomplete;

    @Option(
            names = {"-q", "--quiet"},
            description = "Tell of warnings and losses only.")
    private boolean quiet;

    @Override
    public Integer call() {
        Conversion conversion = Converter.convert(new SourceTexts(System.in).read(sources));
        PrintWriter err = spec.commandLine().getErr();
        conversion.notes().stream()
                .filter(note -> !quiet || note.severity() != Note.Severity.INFO)
                .forEach(note -> err.println("# " + note));
        err.flush();
        List<ObjectNode> objects = new ArrayList<>(conversion.objects());
        if (incomplete) {
            objects.addAll(conversion.incomplete());
        }
        if (folder == null) {
            PrintWriter out = spec.commandLine().getOut();
            out.print(objects.stream()
                    .map(this::text)
                    .collect(Collectors.joining(format == Format.yaml ? YamlText.SEPARATOR : "")));
            out.flush();
        } else {
            write(objects);
        }
        return conversion.complete() ? 0 : 1;
    }

    private String text(ObjectNode object) {
        try {
            return format == Format.yaml
                    ? YamlText.of(object)
                    : new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(object) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(List<ObjectNode> objects) {
        Set<String> taken = new HashSet<>();
        Path file = folder;
        try {
            Files.createDirectories(folder);
            for (ObjectNode object : objects) {
                String name = fileName(object);
                String unique = name;
                for (int i = 2; !taken.add(unique); i++) {
                    unique = name + "-" + i;
                }
                file = folder.resolve(unique + "." + format);
                Files.writeString(file, text(object), StandardOpenOption.CREATE_NEW);
                spec.commandLine().getOut().println(file);
            }
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(
                    file + " cannot be written", "it exists already", "Remove it, or choose another folder.", e);
        } catch (IOException e) {
            throw new CommandFailure(
                    file + " cannot be written", e.toString(), "Choose another folder with --output-dir.", e);
        } finally {
            spec.commandLine().getOut().flush();
        }
    }

    /** An object of today's API is passed on unchecked, so nothing of its names may lead out of the folder. */
    private static String fileName(ObjectNode object) {
        List<String> parts = new ArrayList<>(List.of(object.path("kind").asText()));
        for (String field : List.of("namespace", "name", "generateName")) {
            String part = object.path("metadata").path(field).asText();
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        String name = String.join("-", parts).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]+|\\.{2,}", "-");
        return name.substring(0, Math.min(name.length(), 200));
    }
}
