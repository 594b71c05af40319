import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.xml.sax.SAXException;

/**
 * Holds XML files against a schema that lies on the class path. Arguments: a file whose lines are a path and the schema's name,
 * separated by a tab. Prints for every finding: file, schema, level and text, separated by tabs.
 */
public final class SchemaRules {
  public static void main(String[] arguments) throws Exception {
    int checks = 0;
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      String[] parts = line.split("\t");
      check(Path.of(parts[0]), parts[1]);
      checks += 1;
    }
    System.out.println("checks\t" + checks);
  }

  private static void check(Path path, String name) throws Exception {
    URL source = SchemaRules.class.getResource("/" + name);
    if (source == null) throw new IllegalStateException("no schema " + name + " on the class path");
    Schema schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(source);
    Validator validator = schema.newValidator();
    try {
      validator.validate(new StreamSource(path.toFile()));
    } catch (SAXException finding) {
      String text = String.valueOf(finding.getMessage()).replaceAll("\\s+", " ").strip();
      System.out.println(path.getFileName() + "\t" + name + "\terror\t" + text);
    }
  }
}
