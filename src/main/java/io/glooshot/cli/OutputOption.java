package io.glooshot.cli;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesList;
import io.fabric8.kubernetes.api.model.KubernetesListBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How objects are shown: {@code -o}, as with kubectl. */
class OutputOption {

    /** What {@code -o} may say. */
    enum Format {
        TABLE,
        WIDE,
        YAML,
        JSON,
        NAME
    }

    /** In small letters, as kubectl has them. */
    static class Converter implements ITypeConverter<Format> {
        @Override
        public Format convert(String text) {
            for (Format format : Format.values()) {
                if (format.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return format;
                }
            }
            throw new TypeConversionException("'%s' is none of table, wide, yaml, json and name".formatted(text));
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
            case YAML -> out.print(Serialization.asYaml(one ? objects.get(0) : list(objects)));
            case JSON -> out.println(Serialization.asJson(one ? objects.get(0) : list(objects)));
        }
        out.flush();
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
