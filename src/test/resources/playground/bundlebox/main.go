// Judges an operator bundle by the rules that `operator-sdk bundle validate` applies, and says what it finds: one finding
// a line, an error or a warning, with the validator that has it. Exits with 1 when there is an error.
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/operator-framework/api/pkg/manifests"
	"github.com/operator-framework/api/pkg/validation"
	findings "github.com/operator-framework/api/pkg/validation/errors"
	interfaces "github.com/operator-framework/api/pkg/validation/interfaces"
)

type named struct {
	name      string
	validator interfaces.Validator
}

// The default ones of the operator SDK, its optional suite "operatorframework", and its good practices.
var validators = []named{
	{"csv", validation.ClusterServiceVersionValidator},
	{"crd", validation.CustomResourceDefinitionValidator},
	{"bundle", validation.BundleValidator},
	{"operatorhub", validation.OperatorHubV2Validator},
	{"capabilities", validation.StandardCapabilitiesValidator},
	{"categories", validation.StandardCategoriesValidator},
	{"object", validation.ObjectValidator},
	{"removed-apis", validation.AlphaDeprecatedAPIsValidator},
	{"good-practices", validation.GoodPracticesValidator},
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == "version" {
		fmt.Println("bundle-validator of github.com/operator-framework/api")
		return
	}
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: bundle-validator version | BUNDLE-DIRECTORY KUBERNETES-VERSION")
		os.Exit(2)
	}
	if err := judge(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func judge(directory, kubernetes string) error {
	bundle, err := manifests.GetBundleFromDir(directory)
	if err != nil {
		return fmt.Errorf("the bundle cannot be read: %w", err)
	}
	objects := append(bundle.ObjectsToValidate(), map[string]string{"k8s-version": kubernetes})
	failed := false
	for _, each := range validators {
		for _, result := range each.validator.Validate(objects...) {
			report("error", each.name, result.Errors)
			report("warning", each.name, result.Warnings)
			failed = failed || result.HasError()
		}
	}
	if failed {
		return errors.New("the bundle is not valid")
	}
	return nil
}

func report(level, validator string, all []findings.Error) {
	for _, finding := range all {
		fmt.Printf("%s\t%s\t%s\n", level, validator, strings.Join(strings.Fields(finding.Error()), " "))
	}
}
