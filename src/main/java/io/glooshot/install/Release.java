package io.glooshot.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.client.CustomResource;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentPolicy;
import io.glooshot.api.KillSwitch;
import io.glooshot.api.Mesh;
import io.glooshot.api.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * What this version of Gloo Shot consists of in a cluster, before anybody's wishes.
 *
 * @param objects in no order that means anything
 */
public record Release(String version, List<ObjectNode> objects) {

    /** The kinds of Gloo Shot's own API. */
    @SuppressWarnings("rawtypes")
    static final List<Class<? extends CustomResource>> API =
            List.of(Experiment.class, ExperimentPolicy.class, KillSwitch.class, Mesh.class, Report.class);

    private static final String MANIFESTS = "/glooshot/manifests/";
    private static final String CRDS = "/glooshot/crd/";
    private static final YAMLMapper YAML = new YAMLMapper();

    public Release {
        objects = List.copyOf(objects);
    }

    /** The one that the build has packed. */
    public static Release packed() {
        List<ObjectNode> objects = new ArrayList<>();
        crds().forEach(name -> objects.addAll(read(CRDS + name + ".yml")));
        read(MANIFESTS + "kustomization.yaml")
                .get(0)
                .path("resources")
                .forEach(file -> objects.addAll(read(MANIFESTS + file.asText())));
        return new Release(readVersion(), objects);
    }

    /** Names of the CustomResourceDefinitions. */
    public static List<String> crds() {
        return API.stream().map(CustomResource::getCRDName).sorted().toList();
    }

    private static List<ObjectNode> read(String resource) {
        try (InputStream in = open(resource);
                MappingIterator<JsonNode> documents =
                        YAML.readerFor(JsonNode.class).readValues(in)) {
            return documents.readAll().stream()
                    .filter(ObjectNode.class::isInstance)
                    .map(ObjectNode.class::cast)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String readVersion() {
        Properties build = new Properties();
        try (InputStream in = open("/glooshot-build.properties")) {
            build.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return build.getProperty("version");
    }

    private static InputStream open(String resource) {
        InputStream in = Release.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException("the build has not packed " + resource);
        }
        return in;
    }
}
