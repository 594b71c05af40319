import com.helger.diagnostics.error.IError;
import com.helger.diver.api.coord.DVRCoordinate;
import com.helger.io.resource.FileSystemResource;
import com.helger.phive.api.execute.ValidationExecutionManager;
import com.helger.phive.api.executorset.IValidationExecutorSet;
import com.helger.phive.api.executorset.ValidationExecutorSetRegistry;
import com.helger.phive.api.validity.IValidityDeterminator;
import com.helger.phive.en16931.EN16931Validation;
import com.helger.phive.peppol.PeppolValidation;
import com.helger.phive.xml.source.IValidationSourceXML;
import com.helger.phive.xml.source.ValidationSourceXML;
import com.helger.phive.xrechnung.XRechnungValidation;
import com.helger.phive.zugferd.ZugferdValidation;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Holds e-invoices against the official rule sets. Arguments: a file whose lines are a path and, after a tab, the rule sets for
 * it, separated by commas. Prints for every finding: path, rule set, level, rule and text, separated by tabs.
 */
public final class EInvoiceRules {
  private static final Map<String, IValidationExecutorSet<IValidationSourceXML>> SETS = new HashMap<>();

  public static void main(String[] arguments) throws Exception {
    var registry = new ValidationExecutorSetRegistry<IValidationSourceXML>();
    EN16931Validation.initEN16931(registry);
    XRechnungValidation.initXRechnung(registry);
    PeppolValidation.initStandard(registry);
    ZugferdValidation.initZugferd(registry);
    int checks = 0;
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      String[] parts = line.split("\t");
      for (String id : parts[1].split(",")) {
        check(new File(parts[0]), id, SETS.computeIfAbsent(id, each -> registry.getOfID(DVRCoordinate.parseOrNull(each))));
        checks += 1;
      }
    }
    System.out.println("checks\t" + checks);
    System.exit(0);
  }

  private static void check(File file, String id, IValidationExecutorSet<IValidationSourceXML> set) {
    if (set == null) throw new IllegalArgumentException("there is no rule set " + id);
    var source = ValidationSourceXML.create(new FileSystemResource(file));
    var results = ValidationExecutionManager.executeValidation(IValidityDeterminator.createDefault(), set, source);
    for (var result : results) for (IError error : result.getErrorList()) print(file, id, error);
  }

  private static void print(File file, String id, IError error) {
    String text = String.valueOf(error.getErrorText(Locale.US)).replaceAll("\\s+", " ");
    System.out.println(String.join("\t", Arrays.asList(file.getName(), id, error.getErrorLevel().getID(), String.valueOf(error.getErrorID()), text)));
  }
}
