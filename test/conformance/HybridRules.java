import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mustangproject.validator.ZUGFeRDValidator;

/**
 * Holds PDF files against PDF/A-3 (veraPDF) and what they carry against Factur-X. Arguments: a file whose lines are paths. Prints
 * for every finding: file, rule set, level, rule and text, separated by tabs.
 */
public final class HybridRules {
  private static final Pattern SUMMARY = Pattern.compile("<summary status=\"(\\w+)\"");
  private static final Pattern ERROR = Pattern.compile("<(error|exception|fatal)\\b([^>]*)>([^<]*)<");

  public static void main(String[] arguments) throws Exception {
    int checks = 0;
    for (String path : Files.readAllLines(Path.of(arguments[0]))) {
      check(Path.of(path));
      checks += 1;
    }
    System.out.println("checks\t" + checks);
    System.exit(0);
  }

  private static void check(Path path) {
    String report = new ZUGFeRDValidator().validate(path.toString());
    int valid = 0;
    for (Matcher summary = SUMMARY.matcher(report); summary.find(); ) {
      if (summary.group(1).equals("valid")) valid += 1;
      else print(path, "summary", summary.group(1));
    }
    if (valid == 0) print(path, "summary", "there is no part that is valid");
    for (Matcher error = ERROR.matcher(report); error.find(); ) print(path, error.group(2), error.group(3));
  }

  private static void print(Path path, String rule, String text) {
    String clean = text.replaceAll("\\s+", " ").strip();
    System.out.println(path.getFileName() + "\tfactur-x\terror\t" + rule.replaceAll("\\s+", " ").strip() + "\t" + clean);
  }
}
