package io.glooshot.report.rendering;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** What Ant's and Jenkins' schemas of JUnit XML both allow; the file says where that is from. */
final class JUnitSchema {

    private static final Path FILE = Path.of("src/test/resources/junit/ant-and-jenkins.xsd");

    private JUnitSchema() {}

    static Document validate(String xml) {
        try {
            Schema schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                    .newSchema(FILE.toFile());
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            Document document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
            schema.newValidator().validate(new DOMSource(document));
            return document;
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new AssertionError(e + " in\n" + xml, e);
        }
    }
}
