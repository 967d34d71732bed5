package io.glooshot.executable;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.TextFormat;
import io.glooshot.executable.MainClasses.Call;
import io.glooshot.report.rendering.HtmlView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jline.utils.Signals;
import org.junit.jupiter.api.Test;

/**
 * What is reached by its name, and so has to be registered. {@code ./mvnw test -Dtest=NativeConfigTest -Dnative.update} writes
 * the files anew.
 */
class NativeConfigTest {

    private static final Path FOLDER = Path.of("src/main/resources/META-INF/native-image/io.glooshot/glooshot");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** JLine finds both by name; unregistered, Ctrl-C would end a command that is to end its experiment first. */
    private static final String SIGNAL = "sun.misc.Signal";

    private static final String HANDLER = "sun.misc.SignalHandler";

    @Test
    void registersWhatIsReachedByItsName() throws IOException {
        ArrayNode types = JSON.createArrayNode();
        Bindings.all().values().forEach(type -> types.add(whole(type.getName())));
        ObjectNode console = types.addObject().put("name", "java.io.Console");
        console.putArray("methods").add(method("isTerminal"));
        ObjectNode signal = types.addObject().put("name", SIGNAL);
        signal.putArray("methods").add(method("<init>", "java.lang.String")).add(method("handle", SIGNAL, HANDLER));
        ObjectNode handler = types.addObject().put("name", HANDLER);
        handler.put("allPublicMethods", true).put("allPublicFields", true);

        assertThatFile("reflect-config.json", types);
    }

    @Test
    void registersTheProxiesOfSignalHandlers() throws IOException {
        ArrayNode proxies = JSON.createArrayNode();
        proxies.addObject().putArray("interfaces").add(HANDLER);

        assertThatFile("proxy-config.json", proxies);
    }

    @Test
    void knowsAllThatTurnsObjectsIntoJsonOrBack() {
        assertThat(MainClasses.callersOf(NativeConfigTest::turns))
                .as("a class that turns objects says in Bindings which ones, beside kinds of the API and maps")
                .containsExactlyInAnyOrderElementsOf(Bindings.BY_CALLER.keySet());
    }

    @Test
    void findsThePartsOfKinds() {
        assertThat(Bindings.all().keySet())
                .contains(
                        "io.glooshot.api.Experiment",
                        "io.glooshot.api.ExperimentStatus",
                        "io.glooshot.api.PrometheusEndpoint$Header",
                        "io.glooshot.api.Side",
                        "io.glooshot.api.TimeWindow$Day",
                        "io.glooshot.cli.PlannedExperiment$Change",
                        "io.glooshot.install.Values$Guard",
                        "io.glooshot.run.Objection");
    }

    /** Templates take the fields of a view by their names; those are registered beside it. */
    @Test
    void registersTheViewOfThePageWithAllItsParts() {
        Set<Class<?>> parts = new TreeSet<>((a, b) -> a.getName().compareTo(b.getName()));
        parts.add(HtmlView.class);
        parts.addAll(List.of(HtmlView.class.getDeclaredClasses()));

        assertThat(HtmlView.class.getAnnotation(RegisterForReflection.class).targets())
                .containsExactlyInAnyOrderElementsOf(parts);
    }

    /** Whatever else reaches something by name goes into the files above, and then in here. */
    @Test
    void reachesNothingElseByItsName() {
        assertThat(MainClasses.callersOf(NativeConfigTest::looksUp))
                .as("classes that use reflection by themselves")
                .containsExactly("io.glooshot.cli.StandardOutput");
        assertThat(MainClasses.callersOf(call -> call.owner().isEquivalentTo(Signals.class)))
                .containsExactly("io.glooshot.cli.Interruption");
    }

    /** Envoy's messages are not registered: they write and read themselves, and find their fields by name for the rest only. */
    @Test
    void asksNoMessageForItsFieldsByTheirNames() {
        Set<String> byName = Set.of("toString", "getAllFields", "getField", "hasField", "setField", "unpack", "is");

        assertThat(MainClasses.callersOf(call -> call.isOf(MessageOrBuilder.class, byName)))
                .isEmpty();
        assertThat(MainClasses.callersOf(call -> call.owner().getPackageName().equals("com.google.protobuf.util")
                        || call.owner().isEquivalentTo(TextFormat.class)))
                .isEmpty();
    }

    /** A misspelt name would be passed over without a word. */
    @Test
    void namesWhatThereIs() throws Exception {
        Class<?> signal = Class.forName(SIGNAL);
        Class<?> handler = Class.forName(HANDLER);

        assertThat(signal.getConstructor(String.class)).isNotNull();
        assertThat(signal.getMethod("handle", signal, handler)).isNotNull();
        assertThat(handler.isInterface()).isTrue();
        assertThat(Arrays.stream(handler.getFields()).filter(each -> Modifier.isStatic(each.getModifiers())))
                .hasSize(2);
    }

    private static boolean turns(Call call) {
        return Bindings.TURNING.entrySet().stream()
                .anyMatch(each -> call.owner().isAssignableTo(each.getKey())
                        && each.getValue().contains(call.name()));
    }

    private static final Map<Class<?>, Set<String>> LOOKING_UP = Map.of(
            Class.class,
            Set.of(
                    "forName",
                    "getMethod",
                    "getMethods",
                    "getDeclaredMethod",
                    "getDeclaredMethods",
                    "getField",
                    "getFields",
                    "getDeclaredField",
                    "getDeclaredFields",
                    "getConstructor",
                    "getConstructors",
                    "getDeclaredConstructor",
                    "getDeclaredConstructors",
                    "getRecordComponents"),
            ClassLoader.class,
            Set.of("loadClass"),
            java.lang.reflect.Proxy.class,
            Set.of("newProxyInstance"),
            java.util.ServiceLoader.class,
            Set.of("load", "loadInstalled"),
            java.lang.invoke.MethodHandles.Lookup.class,
            Set.of("findVirtual", "findStatic", "findConstructor", "unreflect"),
            java.io.ObjectInputStream.class,
            Set.of("readObject"));

    private static boolean looksUp(Call call) {
        return LOOKING_UP.entrySet().stream().anyMatch(each -> call.isOf(each.getKey(), each.getValue()));
    }

    private static ObjectNode whole(String name) {
        return JSON.createObjectNode()
                .put("name", name)
                .put("allDeclaredConstructors", true)
                .put("allDeclaredMethods", true)
                .put("allDeclaredFields", true);
    }

    private static ObjectNode method(String name, String... parameters) {
        ObjectNode method = JSON.createObjectNode().put("name", name);
        ArrayNode types = method.putArray("parameterTypes");
        Arrays.stream(parameters).forEach(types::add);
        return method;
    }

    private static void assertThatFile(String name, JsonNode wanted) throws IOException {
        Path file = FOLDER.resolve(name);
        if (System.getProperty("native.update") != null) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, lines(wanted));
        }
        Optional<String> present = Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();

        assertThat(present)
                .as("%s is out of date: run ./mvnw test -Dtest=NativeConfigTest -Dnative.update", file)
                .contains(lines(wanted));
    }

    /** One entry in each line, for those who read differences. */
    private static String lines(JsonNode entries) {
        StringBuilder text = new StringBuilder("[");
        String separator = "\n";
        for (JsonNode entry : entries) {
            text.append(separator).append(entry);
            separator = ",\n";
        }
        return text.append("\n]\n").toString();
    }
}
