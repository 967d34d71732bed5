package io.glooshot.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesList;
import io.fabric8.kubernetes.api.model.KubernetesListBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** How objects are shown: {@code -o}, as with kubectl. */
class OutputOption {

    /** What {@code -o} may say. */
    enum Format {
        TABLE,
        WIDE,
        YAML,
        JSON,
        NAME;

        /** As it is written, which completion offers too. */
        @Override
        public String toString() {
            return SmallLetters.of(this);
        }
    }

    static class Converter extends SmallLetters<Format> {
        Converter() {
            super(Format.class);
        }
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            converter = Converter.class,
            defaultValue = "table",
            description = "table, wide, yaml, json or name. Default: ${DEFAULT-VALUE}")
    private Format format;

    Format format() {
        return format;
    }

    /** Whether people are to read it. */
    boolean isTable() {
        return format == Format.TABLE || format == Format.WIDE;
    }

    /**
     * Prints objects in the chosen format.
     *
     * @param one whether a single object was asked for by its name, which is then not put into a list
     * @param table how a table of them is made; told whether it may be wide
     */
    <T extends HasMetadata> void print(PrintWriter out, List<T> objects, boolean one, Function<Boolean, Table> table) {
        switch (format) {
            case TABLE, WIDE -> out.print(table.apply(format == Format.WIDE).text());
            case NAME -> objects.forEach(object -> out.println(name(object)));
            case YAML -> out.print(yaml(one ? objects.get(0) : list(objects)));
            case JSON -> out.println(json(one ? objects.get(0) : list(objects)));
        }
        out.flush();
    }

    /** Every text in quotes: what is plain text to one version of YAML is a number or a truth to another. */
    static String yaml(Object object) {
        return Text.OBJECTS.asYaml(object);
    }

    /** For people as well as for programs. */
    static String json(Object object) {
        try {
            return Text.JSON.readTree(Text.OBJECTS.asJson(object)).toPrettyString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Made when it is needed: a table takes none of it. */
    private static final class Text {
        private static final ObjectMapper JSON = new ObjectMapper();
        private static final KubernetesSerialization OBJECTS = new KubernetesSerialization(new ObjectMapper(), false);
    }

    /** As kubectl names objects: {@code experiment.glooshot.solo.io/slow}. */
    private static String name(HasMetadata object) {
        String group = Optional.of(object.getApiVersion())
                .filter(version -> version.contains("/"))
                .map(version -> "." + version.substring(0, version.indexOf('/')))
                .orElse("");
        return object.getKind().toLowerCase(Locale.ROOT) + group + "/"
                + object.getMetadata().getName();
    }

    private static KubernetesList list(List<? extends HasMetadata> objects) {
        return new KubernetesListBuilder()
                .addAllToItems(objects.stream().map(each -> (HasMetadata) each).toList())
                .build();
    }
}
