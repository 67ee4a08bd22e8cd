echo "step $STEP" > step.txt
