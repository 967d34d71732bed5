package io.glooshot.executable;

import io.glooshot.api.Breach;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentPolicy;
import io.glooshot.api.KillSwitch;
import io.glooshot.api.Mesh;
import io.glooshot.api.Report;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The types of ours that are turned into JSON or YAML or made from it, which is done by reflection. */
final class Bindings {

    private static final List<Class<?>> API =
            List.of(Experiment.class, ExperimentPolicy.class, KillSwitch.class, Mesh.class, Report.class);

    /** By each class that turns objects of whatever type; without any where it is maps, trees and foreign types alone. */
    static final Map<String, List<String>> BY_CALLER = Map.ofEntries(
            Map.entry("io.glooshot.cli.ConvertCommand", List.of()),
            Map.entry("io.glooshot.cli.DescribeCommand", List.of()),
            Map.entry("io.glooshot.cli.DoctorCommand", List.of("io.glooshot.doctor.Finding")),
            Map.entry("io.glooshot.cli.ExperimentAccess", List.of()),
            Map.entry("io.glooshot.cli.Manifests", List.of()),
            Map.entry("io.glooshot.cli.OutputOption", List.of()),
            Map.entry("io.glooshot.cli.PlanCommand", List.of("io.glooshot.cli.PlannedExperiment")),
            Map.entry("io.glooshot.cli.RunDocuments", List.of()),
            Map.entry("io.glooshot.cli.SchemaDefaults", List.of()),
            Map.entry("io.glooshot.cli.WrittenObject", List.of()),
            Map.entry("io.glooshot.cli.YamlText", List.of()),
            Map.entry("io.glooshot.controller.PolicyStatuses", List.of()),
            Map.entry("io.glooshot.conversion.OldForm", List.of()),
            Map.entry("io.glooshot.doctor.CrdCheck", List.of()),
            Map.entry("io.glooshot.doctor.PolicyCheck", List.of()),
            Map.entry("io.glooshot.install.InstalledObjects", List.of()),
            Map.entry("io.glooshot.install.Installer", List.of()),
            Map.entry("io.glooshot.install.Release", List.of()),
            Map.entry(
                    "io.glooshot.install.Rendering",
                    List.of("io.glooshot.install.Values$Resources", "io.glooshot.install.Values$Toleration")),
            Map.entry(
                    "io.glooshot.install.ValuesReader",
                    List.of("io.glooshot.install.Values", "io.glooshot.install.Values$Prometheus")),
            Map.entry("io.glooshot.mesh.envoy.EnvoySnippet", List.of()),
            Map.entry("io.glooshot.mesh.istio.IstioApi", List.of()),
            Map.entry("io.glooshot.mesh.istio.IstioPreview", List.of()),
            Map.entry("io.glooshot.mesh.istio.IstioWatch", List.of()),
            Map.entry("io.glooshot.report.rendering.JsonReport", List.of()),
            Map.entry("io.glooshot.report.rendering.PlotData", List.of()),
            Map.entry("io.glooshot.report.rendering.Rerun", List.of()),
            Map.entry("io.glooshot.report.rendering.Yaml", List.of()),
            Map.entry("io.glooshot.run.PolicyReader", List.of()),
            Map.entry("io.glooshot.run.StoredSize", List.of()));

    private Bindings() {}

    /** All of them with what they consist of, by their names. */
    static Map<String, Class<?>> all() {
        Map<String, Class<?>> found = new TreeMap<>();
        API.forEach(type -> add(type, found));
        add(Breach.class, found);
        BY_CALLER.values().forEach(names -> names.forEach(name -> add(named(name), found)));
        return found;
    }

    private static void add(Type type, Map<String, Class<?>> found) {
        if (type instanceof ParameterizedType parameterized) {
            add(parameterized.getRawType(), found);
            Arrays.stream(parameterized.getActualTypeArguments()).forEach(each -> add(each, found));
        } else if (type instanceof WildcardType wildcard) {
            Arrays.stream(wildcard.getUpperBounds()).forEach(each -> add(each, found));
        } else if (type instanceof GenericArrayType array) {
            add(array.getGenericComponentType(), found);
        } else if (type instanceof Class<?> each
                && each.getName().startsWith("io.glooshot.")
                && found.putIfAbsent(each.getName(), each) == null) {
            parts(each, found);
        }
    }

    private static void parts(Class<?> type, Map<String, Class<?>> found) {
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                add(component.getGenericType(), found);
            }
        }
        Arrays.stream(type.getDeclaredFields())
                .filter(field -> !field.isSynthetic() && !type.isEnum() && !Modifier.isStatic(field.getModifiers()))
                .forEach(field -> add(field.getGenericType(), found));
        // Spec and status of a kind are named by what it extends.
        if (type.getGenericSuperclass() != null) {
            add(type.getGenericSuperclass(), found);
        }
        if (type.isSealed()) {
            Arrays.stream(type.getPermittedSubclasses()).forEach(each -> add(each, found));
        }
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Methods that turn objects, by the classes that have them. */
    static final Map<String, Set<String>> TURNING = Map.of(
            "com.fasterxml.jackson.databind.ObjectMapper",
            Set.of(
                    "convertValue",
                    "treeToValue",
                    "valueToTree",
                    "readValue",
                    "writeValue",
                    "writeValueAsString",
                    "updateValue"),
            "com.fasterxml.jackson.databind.ObjectWriter",
            Set.of("writeValue", "writeValueAsString"),
            "com.fasterxml.jackson.databind.ObjectReader",
            Set.of("readValue", "readValues", "treeToValue"),
            "io.fabric8.kubernetes.client.utils.Serialization",
            Set.of("asJson", "asYaml", "unmarshal", "clone"),
            "io.fabric8.kubernetes.client.utils.KubernetesSerialization",
            Set.of("asJson", "asYaml", "unmarshal", "clone", "convertValue"));
}
