package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.glooshot.api.Report;
import io.glooshot.cli.RunResult.Code;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class RunDocumentsTest {

    @Test
    void hasASuiteForEachInJUnitXmlAndAnErrorForOneThatCouldNotRun() throws Exception {
        String xml = RunDocuments.junit(List.of(
                sample("succeeded", Code.SUCCEEDED), RunResult.notRun("lost"), sample("control", Code.SUCCEEDED)));

        NodeList suites = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                .getElementsByTagName("testsuite");
        assertThat(suites.getLength()).isEqualTo(3);
        assertThat(attributes(suites, "id")).containsExactly("0", "1", "2");
        assertThat(attributes(suites, "errors")).containsExactly("0", "1", "0");
        assertThat(((Element) suites.item(1)).getAttribute("name")).isEqualTo("lost");
    }

    @Test
    void isTheReportItselfWhereThereIsOne() throws IOException {
        JsonNode one = new ObjectMapper().readTree(RunDocuments.json(List.of(sample("succeeded", Code.SUCCEEDED))));

        assertThat(one.path("kind").asText()).isEqualTo("Report");
    }

    @Test
    void isAListOfReportsWhereThereAreSeveralOrNone() throws IOException {
        JsonNode some = new ObjectMapper()
                .readTree(RunDocuments.json(List.of(
                        sample("succeeded", Code.SUCCEEDED),
                        RunResult.notRun("lost"),
                        sample("control", Code.SUCCEEDED))));
        JsonNode none = new ObjectMapper().readTree(RunDocuments.json(List.of(RunResult.notRun("lost"))));

        assertThat(some.path("kind").asText()).isEqualTo("List");
        assertThat(some.path("items")).hasSize(2);
        assertThat(none.path("items").isArray()).isTrue();
        assertThat(none.path("items")).isEmpty();
    }

    private static List<String> attributes(NodeList elements, String name) {
        return IntStream.range(0, elements.getLength())
                .mapToObj(i -> ((Element) elements.item(i)).getAttribute(name))
                .toList();
    }

    private static RunResult sample(String name, Code code) throws IOException {
        String yaml = Files.readString(Path.of("src/test/resources/reports", name + ".yaml"));
        return new RunResult(name, code, Optional.of(Serialization.unmarshal(yaml, Report.class)));
    }
}
