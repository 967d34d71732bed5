package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class YamlTextTest {

    @Test
    void writesAsPeopleDo() throws Exception {
        JsonNode object = new ObjectMapper()
                .readTree(
                        "{\"kind\":\"Experiment\",\"spec\":{\"duration\":\"600s\",\"list\":[{\"a\":1},{\"b\":0.01}],\"query\":\"one\\ntwo\\n\",\"op\":\">\"}}");

        assertThat(YamlText.of(object)).isEqualTo("""
                        kind: Experiment
                        spec:
                          duration: 600s
                          list:
                          - a: 1
                          - b: 0.01
                          query: |
                            one
                            two
                          op: '>'
                        """);
    }

    /** Texts that some reader of YAML would take for something else. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "yes",
                "No",
                "on",
                "y",
                "N",
                "null",
                "~",
                "",
                "1",
                "1.5",
                "1e3",
                "0x1F",
                "0o17",
                "0b1",
                "1_000",
                "1:30",
                ".inf",
                ".NaN",
                "2019-06-21",
                "2019-06-21T10:00:00Z",
                "=",
                "<<",
                "- a",
                "a: b",
                "a #b",
                "#a",
                "*a",
                "&a",
                "!a",
                "%a",
                "@a",
                "`a",
                "{a",
                "[a",
                "'a",
                "\"a",
                "| a",
                "> a",
                " a",
                "a ",
                "a\n",
                "\na",
                "a\n\n",
                "  a\n b",
                "a\tb",
                "a\u0001b",
                "é",
                "🎯",
                "\\"
            })
    void keepsTextsTexts(String text) {
        ObjectNode object = JsonNodeFactory.instance.objectNode().put("a", text);

        Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(YamlText.of(object));
        assertThat(read).isEqualTo(Map.of("a", text));
        assertThat((Object) Serialization.unmarshal(YamlText.of(object), Map.class))
                .isEqualTo(Map.of("a", text));
    }

    @Property
    void keepsAnyText(@ForAll String text) {
        String plain = text.codePoints()
                .filter(point -> point > 31 && point < 0xD800 || point == '\n')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.putObject(plain).put("a", plain);

        Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(YamlText.of(object));
        assertThat(read).isEqualTo(Map.of(plain, Map.of("a", plain)));
    }
}
